// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** A logarithmic axis with numbers at 1, 2 and 5 times the powers of ten while they have room. */
final class LogarithmicTicksAxis extends LogAxis {
    private static final long serialVersionUID = 1;
    private static final double DECADES_WITH_STEPS = 2.5;

    LogarithmicTicksAxis(String title) {
        super(title);
    }

    @Override
    protected List<NumberTick> refreshTicksHorizontal(Graphics2D graphics, Rectangle2D dataArea, RectangleEdge edge) {
        List<NumberTick> ticks = new ArrayList<>();
        double from = getRange().getLowerBound();
        double to = getRange().getUpperBound();
        boolean hasSteps = Math.log10(to / from) <= DECADES_WITH_STEPS;
        for (double power = Math.pow(10, Math.floor(Math.log10(from))); power <= to; power *= 10) {
            for (int factor = 1; factor < 10; factor++) {
                double value = factor * power;
                if (value >= from && value <= to) {
                    boolean labelled = factor == 1 || hasSteps && (factor == 2 || factor == 5);
                    ticks.add(new NumberTick(
                            TickType.MAJOR,
                            value,
                            labelled ? ChartStyle.numberFormat().format(value) : "",
                            TextAnchor.TOP_CENTER,
                            TextAnchor.TOP_CENTER,
                            0));
                }
            }
        }
        return ticks;
    }
}
