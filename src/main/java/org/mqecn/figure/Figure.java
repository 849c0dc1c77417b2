// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;
import org.mqecn.result.CheckResult;

/**
 * A figure as it is shown: what a scenario asked for, drawn.
 *
 * @param name of its files, without suffix
 * @param caption a sentence on what is seen
 * @param checks those whose values are seen in it
 */
record Figure(String name, String title, FigureContent content, String caption, List<CheckResult> checks) {}
