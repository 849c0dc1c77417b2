// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Panels one below the other, as one picture.
 *
 * @param name of its files, without suffix
 */
record Picture(String name, List<Panel> panels) implements FigureContent {
    private static final int PIXELS_PER_POINT = 2;

    Picture {
        panels = List.copyOf(panels);
    }

    private int height() {
        return panels.stream().mapToInt(Panel::height).sum();
    }

    String svg() throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        paint(graphics);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new SVGProcessor()
                .getDocument(graphics.getCommands(), new PageSize(ChartStyle.width(), height()))
                .writeTo(text);
        return Svg.compact(text.toString(StandardCharsets.UTF_8));
    }

    byte[] png() throws IOException {
        BufferedImage image = new BufferedImage(
                PIXELS_PER_POINT * ChartStyle.width(), PIXELS_PER_POINT * height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(ChartStyle.GROUND.color());
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
        paint(graphics);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private void paint(Graphics2D graphics) {
        for (Panel panel : panels) {
            Chart<?, ?> chart = panel.chart();
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
            graphics.translate(0, chart.getHeight());
        }
    }
}
