// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.util.List;

/** A pair of axes and its data. */
public sealed interface Panel permits LinePanel, BarPanel {
    /** Its title; empty for none. */
    String title();

    /** What is drawn, in the order of the legend. */
    List<Series> series();
}
