// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;

/**
 * Charts one below the other, as one picture.
 *
 * @param name of its files, without suffix
 */
record Picture(String name, List<XYChart> panels) {
    private static final int PIXELS_A_POINT = 2;

    Picture {
        panels = List.copyOf(panels);
    }

    private int width() {
        return panels.get(0).getWidth();
    }

    private int height() {
        return panels.stream().mapToInt(XYChart::getHeight).sum();
    }

    String svg() throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        paint(graphics);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new SVGProcessor().getDocument(graphics.getCommands(), new PageSize(width(), height())).writeTo(text);
        return text.toString(StandardCharsets.UTF_8);
    }

    byte[] png() throws IOException {
        BufferedImage image = new BufferedImage(PIXELS_A_POINT * width(), PIXELS_A_POINT * height(),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(PIXELS_A_POINT, PIXELS_A_POINT);
        paint(graphics);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private void paint(Graphics2D graphics) {
        for (XYChart panel : panels) {
            panel.paint(graphics, panel.getWidth(), panel.getHeight());
            graphics.translate(0, panel.getHeight());
        }
    }
}
