// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartEngineTest {
    private static final FigureWidth COLUMN = FigureWidth.parse("84mm");

    private static Picture lines(int count) {
        double[] x = IntStream.range(0, 200).mapToDouble(i -> i).toArray();
        List<Series> series = IntStream.range(0, count)
                .mapToObj(i -> Series.line(
                        "Queue " + i,
                        SeriesStyle.of(i),
                        x,
                        DoubleStream.of(x).map(each -> (i + 1) * (each % 20)).toArray()))
                .toList();
        return new Picture(
                "lines",
                "Queue occupancy",
                List.of(new LinePanel(
                        "",
                        Axis.linear("Time (ms)", new AxisRange(0, 199)),
                        Axis.linear("Queue occupancy (KiB)", new AxisRange(0, 20 * count)),
                        false,
                        series)));
    }

    private static Picture bars(int count) {
        return bars(
                IntStream.range(0, count).mapToObj(i -> "per-queue, load " + i).toList());
    }

    private static Picture bars(List<String> categories) {
        int count = categories.size();
        double[] values = IntStream.range(0, count).mapToDouble(i -> 100 + i).toArray();
        return new Picture(
                "bars",
                "RTT",
                List.of(new BarPanel(
                        "",
                        "",
                        "Average RTT (µs)",
                        categories,
                        List.of(Series.bars("measured", SeriesStyle.FIRST, values)))));
    }

    private static Element svg(Picture picture) throws Exception {
        String text = new ChartEngine(picture, COLUMN).svg();
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static List<Element> elements(Element svg, String name) {
        NodeList found = svg.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static List<String> texts(Element svg) {
        return elements(svg, "text").stream().map(Element::getTextContent).toList();
    }

    private static String inherited(Element element, String attribute) {
        return element.hasAttribute(attribute)
                ? element.getAttribute(attribute)
                : inherited((Element) element.getParentNode(), attribute);
    }

    @Test
    void svgHasPhysicalWidthAndText() throws Exception {
        Element svg = svg(lines(3));
        assertEquals("238.11pt", svg.getAttribute("width"));
        assertTrue(texts(svg).containsAll(List.of("Time (ms)", "Queue occupancy (KiB)", "Queue 0", "Queue 2")));
    }

    @Test
    void lineIsOnePathWithItsDash() throws Exception {
        List<Element> paths = elements(svg(lines(2)), "path").stream()
                .filter(path -> path.getAttribute("data-series").equals("Queue 1"))
                .filter(path -> path.getAttribute("d").length() > 1000)
                .toList();
        assertEquals(1, paths.size());
        assertEquals("4,1.6", inherited(paths.get(0), "stroke-dasharray"));
        assertFalse(paths.get(0).getAttribute("d").matches(".*\\d\\.\\d{3}.*"), "digits");
    }

    @Test
    void stylesDoNotRepeat() {
        assertEquals(
                330,
                IntStream.range(0, 330).mapToObj(SeriesStyle::of).distinct().count());
        assertEquals(
                11,
                IntStream.range(0, 11)
                        .mapToObj(i -> SeriesStyle.of(i).color())
                        .distinct()
                        .count());
        assertEquals(
                30,
                IntStream.range(0, 30)
                        .mapToObj(SeriesStyle::of)
                        .map(style -> List.of(style.color(), style.hatch()))
                        .distinct()
                        .count());
        for (int i = 1; i < 30; i++) {
            assertTrue(SeriesStyle.of(i).dash() != SeriesStyle.of(i - 1).dash());
            assertTrue(SeriesStyle.of(i).marker() != SeriesStyle.of(i - 1).marker());
            assertTrue(SeriesStyle.of(i).hatch() != SeriesStyle.of(i - 1).hatch());
        }
    }

    @Test
    void labelsOfManyBarsDoNotOverlap() throws Exception {
        assertApart(bars(10), "per-queue, load .*", 10);
    }

    @Test
    void labelsOfSeveralLinesDoNotOverlap() throws Exception {
        assertApart(
                bars(IntStream.range(0, 10)
                        .mapToObj(i -> "a-scheme-with-quite-a-long-name-" + i + ", load 0." + i + ", many flows")
                        .toList()),
                "a-scheme.*|.*load.*|.*flows.*",
                20);
    }

    @Test
    void barsThatWouldBeTooThinAreLying() throws Exception {
        List<String> categories = IntStream.range(0, 10).mapToObj(i -> "0." + i).toList();
        List<Series> series = IntStream.range(0, 10)
                .mapToObj(i -> Series.bars("scheme " + i, SeriesStyle.of(i), new double[10]))
                .toList();
        BarPanel panel = new BarPanel("", "load", "Average RTT (µs)", categories, series);

        assertTrue(BarChart.isLying(panel, new ChartStyle(COLUMN.points())));
        assertFalse(BarChart.isLying(
                new BarPanel("", "load", "Average RTT (µs)", categories, series.subList(0, 1)),
                new ChartStyle(COLUMN.points() * 2)));
    }

    /** Each line of a label is at least as high as its letters below the one before. */
    private static void assertApart(Picture picture, String label, int atLeast) throws Exception {
        List<Double> baselines = elements(svg(picture), "text").stream()
                .filter(text -> text.getTextContent().matches(label))
                .map(text -> Double.valueOf(text.getAttribute("y")))
                .sorted()
                .toList();
        assertTrue(baselines.size() >= atLeast, baselines.toString());
        for (int i = 1; i < baselines.size(); i++) {
            assertTrue(baselines.get(i) - baselines.get(i - 1) > 7, baselines.toString());
        }
    }

    @Test
    void allNamesOfPositionsAreShown() throws Exception {
        List<String> names = IntStream.range(0, 10)
                .mapToObj(i -> "a-scheme-with-a-long-name-" + i)
                .toList();
        double[] x = IntStream.range(0, 10).mapToDouble(i -> i).toArray();
        Element svg = svg(new Picture(
                "lines",
                "RTT",
                List.of(new LinePanel(
                        "",
                        new Axis("scheme", new AxisRange(-0.4, 9.4), false, names),
                        Axis.linear("RTT (µs)", new AxisRange(0, 10)),
                        true,
                        List.of(Series.line("load 0.9", SeriesStyle.FIRST, x, x))))));

        assertTrue(texts(svg).containsAll(names), texts(svg).toString());
    }

    @Test
    void pdfHasPhysicalWidthAndText() throws IOException {
        byte[] pdf = new ChartEngine(lines(3), COLUMN).pdf();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertEquals(84 / 25.4 * 72, document.getPage(0).getMediaBox().getWidth(), 0.01);
            String text = new PDFTextStripper().getText(document);
            assertTrue(text.contains("Time (ms)") && text.contains("Queue 2"), text);
        }
    }

    @Test
    void pngHas300DotsPerInch() throws IOException {
        byte[] png = new ChartEngine(lines(3), FigureWidth.parse("3in")).png();
        assertEquals(900, ImageIO.read(new ByteArrayInputStream(png)).getWidth());
    }

    @Test
    void samePictureGivesTheSameBytes() throws IOException {
        assertEquals(new ChartEngine(lines(3), COLUMN).svg(), new ChartEngine(lines(3), COLUMN).svg());
        assertArrayEquals(new ChartEngine(lines(3), COLUMN).pdf(), new ChartEngine(lines(3), COLUMN).pdf());
        assertArrayEquals(new ChartEngine(lines(3), COLUMN).png(), new ChartEngine(lines(3), COLUMN).png());
    }
}
