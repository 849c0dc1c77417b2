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
import java.util.Set;
import java.util.stream.Collectors;
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
        List<String> categories =
                IntStream.range(0, count).mapToObj(i -> "per-queue, load " + i).toList();
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
        Set<List<Object>> styles = IntStream.range(0, 30)
                .mapToObj(SeriesStyle::of)
                .map(style -> List.<Object>of(style.color(), style.dash(), style.marker()))
                .collect(Collectors.toSet());
        assertEquals(30, styles.size());
        for (int i = 1; i < 30; i++) {
            assertTrue(SeriesStyle.of(i).dash() != SeriesStyle.of(i - 1).dash());
            assertTrue(SeriesStyle.of(i).marker() != SeriesStyle.of(i - 1).marker());
            assertTrue(SeriesStyle.of(i).hatch() != SeriesStyle.of(i - 1).hatch());
        }
    }

    @Test
    void labelsOfManyBarsDoNotOverlap() throws Exception {
        List<Double> baselines = elements(svg(bars(10)), "text").stream()
                .filter(text -> text.getTextContent().startsWith("per-queue, load"))
                .map(text -> Double.valueOf(text.getAttribute("y")))
                .sorted()
                .toList();
        assertEquals(10, baselines.size());
        for (int i = 1; i < baselines.size(); i++) {
            assertTrue(baselines.get(i) - baselines.get(i - 1) > 7, baselines.toString());
        }
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
