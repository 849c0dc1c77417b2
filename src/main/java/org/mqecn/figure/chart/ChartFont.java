// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * The font of all charts: Liberation Sans, which PDFBox brings, so that a chart is the same on every machine. Arial and
 * Helvetica have the same widths.
 */
final class ChartFont {
    /** The names for SVG, of which a viewer takes the first that it has. */
    static final String CSS_FAMILY = "Liberation Sans, Arial, Helvetica, sans-serif";

    static final String NAME = "Liberation Sans";

    private static final String RESOURCE = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);
    private static final Font BASE = load();

    private ChartFont() {}

    static Font ofSize(double points) {
        return BASE.deriveFont((float) points);
    }

    static double width(String text, Font font) {
        return font.getStringBounds(text, METRICS).getWidth();
    }

    static InputStream file() {
        return PDDocument.class.getResourceAsStream(RESOURCE);
    }

    private static Font load() {
        try (InputStream file = file()) {
            return Font.createFont(Font.TRUETYPE_FONT, file);
        } catch (FontFormatException e) {
            throw new IllegalStateException("the font in the jar is damaged", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
