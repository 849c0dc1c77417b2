// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;
import org.mqecn.figure.chart.Picture;
import org.mqecn.result.CheckResult;

/**
 * A figure of a scenario.
 *
 * @param name of its files, without suffix
 * @param content a {@link Picture} or a {@link ValueTable}
 * @param caption a sentence on what it shows
 * @param checks those whose values it shows
 */
record Figure(String name, String title, Record content, String caption, List<CheckResult> checks) {
    boolean isEmpty() {
        return content instanceof Picture picture ? picture.isEmpty() : ((ValueTable) content).isEmpty();
    }
}
