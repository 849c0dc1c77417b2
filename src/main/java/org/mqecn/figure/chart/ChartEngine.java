// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.block.RectangleConstraint;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;

/**
 * Draws a picture at a width. Every format comes from the same charts, laid out in the same points: JFreeChart draws,
 * Batik writes SVG, PDFBox writes PDF. The same picture gives the same bytes.
 */
public final class ChartEngine {
    private static final double PIXELS_PER_POINT = 300 / 72.0;
    private static final double MANY_POINTS = 1e4;

    static {
        TextUtils.setUseDrawRotatedStringWorkaround(false);
    }

    private record Placed(JFreeChart chart, double height) {}

    private final Picture picture;
    private final ChartStyle style;
    private final List<Placed> charts = new ArrayList<>();
    private final double height;

    public ChartEngine(Picture picture, FigureWidth width) {
        this.picture = picture;
        style = new ChartStyle(width.points());
        boolean oneLegend = picture.hasOneLegend();
        for (Panel panel : picture.panels()) {
            charts.add(place(panel, charts.isEmpty() || !oneLegend));
        }
        height = charts.stream().mapToDouble(Placed::height).sum();
    }

    private Placed place(Panel panel, boolean withLegend) {
        JFreeChart chart;
        ChartLegend legend;
        double room;
        int panels = picture.panels().size();
        if (panel instanceof BarPanel bars) {
            chart = BarChart.create(bars, style);
            legend = ChartLegend.ofBars(bars.series(), style);
            room = BarChart.height(bars, style, panels);
        } else {
            LinePanel lines = (LinePanel) panel;
            chart = LineChart.create(lines, style);
            legend = ChartLegend.ofLines(panel.series(), style);
            room = style.height(panels) + LineChart.labelHeight(lines, style);
        }
        chart.setBackgroundPaint(null);
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        if (withLegend && panel.series().size() > 1) {
            chart.addSubtitle(legend);
            room += height(legend::arrange);
        }
        if (!panel.title().isEmpty()) {
            TextTitle title = new TextTitle(panel.title(), style.font());
            title.setPaint(ChartColor.FOREGROUND.color());
            title.setHorizontalAlignment(HorizontalAlignment.LEFT);
            title.setPadding(new RectangleInsets(4, 4, 2, 4));
            chart.addSubtitle(0, title);
            room += height(title::arrange);
        }
        return new Placed(chart, room);
    }

    private interface Arrangeable {
        org.jfree.chart.ui.Size2D arrange(Graphics2D graphics, RectangleConstraint constraint);
    }

    private double height(Arrangeable block) {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        configure(graphics);
        double needed = block.arrange(
                        graphics, new RectangleConstraint(new Range(0, style.width()), new Range(0, MANY_POINTS)))
                .getHeight();
        graphics.dispose();
        return needed;
    }

    private static void configure(Graphics2D graphics) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    private void draw(Graphics2D graphics) {
        configure(graphics);
        double y = 0;
        for (Placed each : charts) {
            each.chart.draw(graphics, new Rectangle2D.Double(0, y, style.width(), each.height));
            y += each.height;
        }
    }

    /** A vector graphic for a page or an editor, with text as text. */
    public String svg() {
        SvgCanvas canvas = SvgCanvas.create(picture.name());
        draw(canvas);
        return canvas.text(style.width(), height, picture.title());
    }

    /** A page of exactly the figure's size, with text as text and the font embedded. */
    public byte[] pdf() throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.setDocumentId(0L);
            document.getDocumentInformation().setTitle(picture.title());
            document.getDocumentInformation().setCreator("mqecn");
            float pageWidth = (float) style.width();
            float pageHeight = (float) height;
            PDPage page = new PDPage(new PDRectangle(pageWidth, pageHeight));
            document.addPage(page);
            PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(document, pageWidth, pageHeight);
            try (PdfBoxGraphics2DFontTextDrawer fonts = new PdfBoxGraphics2DFontTextDrawer();
                    InputStream font = ChartFont.file()) {
                fonts.registerFont(ChartFont.NAME, font);
                graphics.setFontTextDrawer(fonts);
                draw(graphics);
                graphics.dispose();
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.drawForm(graphics.getXFormObject());
                }
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                document.save(bytes);
                return bytes.toByteArray();
            }
        }
    }

    /** An image of 300 dots per inch on white. */
    public byte[] png() throws IOException {
        BufferedImage image = new BufferedImage(
                (int) Math.round(PIXELS_PER_POINT * style.width()),
                (int) Math.round(PIXELS_PER_POINT * height),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(ChartColor.BACKGROUND.color());
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
        draw(graphics);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
