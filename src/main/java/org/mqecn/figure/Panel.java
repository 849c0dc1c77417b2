// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;

/** One pair of axes of a picture and what is drawn there. */
sealed interface Panel permits LinePanel, BarPanel {
    String title();

    List<Series> series();

    int height();

    Chart<?, ?> chart();
}
