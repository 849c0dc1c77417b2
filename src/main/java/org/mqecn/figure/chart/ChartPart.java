// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;

/**
 * A part of a chart that a page can address, passed to the canvas as a rendering hint around its drawing.
 *
 * @param role what the part is to its series
 * @param series the name of the series
 * @param tooltip what a pointer over the part shows
 */
record ChartPart(Role role, String series, String tooltip) {
    static final HintKey KEY = new HintKey();

    /** The values of a series, or its entry in the legend. */
    enum Role {
        VALUES,
        LEGEND
    }

    /** The key of the hint. */
    static final class HintKey extends RenderingHints.Key {
        private HintKey() {
            super(0x6d71);
        }

        @Override
        public boolean isCompatibleValue(Object value) {
            return value instanceof ChartPart || value == NONE;
        }
    }

    private static final Object NONE = "none";

    void draw(Graphics2D graphics, Runnable drawing) {
        graphics.setRenderingHint(KEY, this);
        drawing.run();
        graphics.setRenderingHint(KEY, NONE);
    }
}
