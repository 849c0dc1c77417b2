// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.awt.Color;
import java.util.List;
import java.util.Locale;

/**
 * The colours of a chart. Those of series are the palette of Okabe and Ito for colour-blind readers, brown, and four that
 * differ from these in lightness. On a page, a style sheet replaces each one by the page's own, which differs between light and dark.
 */
public enum ChartColor {
    BLUE(0x0072b2),
    ORANGE(0xe69f00),
    GREEN(0x009e73),
    RED(0xd55e00),
    PURPLE(0xcc79a7),
    SKY(0x56b4e9),
    BROWN(0x8c5a2b),
    INDIGO(0x332288),
    LIME(0x99c221),
    WINE(0x882255),
    PINE(0x0b5f5f),
    GREY(0x8a8a8a),
    /** Text, axes and thresholds. */
    FOREGROUND(0x222222),
    /** Values of the paper. */
    PAPER(0xbdbdb7),
    GRID(0xe4e4e4),
    BACKGROUND(0xffffff);

    static final List<ChartColor> OF_SERIES =
            List.of(BLUE, ORANGE, GREEN, RED, PURPLE, SKY, BROWN, INDIGO, LIME, WINE, PINE);

    private final Color color;

    ChartColor(int rgb) {
        color = new Color(rgb);
    }

    Color color() {
        return color;
    }

    /** The name of its variable in a page's style sheet. */
    public String cssName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The form in SVG and CSS, {@code #0072b2}. */
    public String hex() {
        return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
    }
}
