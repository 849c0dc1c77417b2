// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.awt.RenderingHints;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.w3c.dom.DOMImplementation;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A canvas whose result is SVG with text as text. */
final class SvgCanvas extends SVGGraphics2D {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final int DECIMALS = 2;

    private final SvgStyle style;

    private SvgCanvas(SVGGeneratorContext context, SvgStyle style) {
        super(context, false);
        this.style = style;
    }

    /** @param prefix of all identifiers, which a page with several figures needs to be different */
    static SvgCanvas create(String prefix) {
        try {
            DOMImplementation dom =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation();
            Document document = dom.createDocument(NAMESPACE, "svg", null);
            SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
            SvgStyle style = new SvgStyle();
            context.setPrecision(DECIMALS);
            context.setComment(null);
            context.setStyleHandler(style);
            context.setIDGenerator(new SVGIDGenerator() {
                @Override
                public String generateID(String name) {
                    return super.generateID("figure-" + prefix + "-" + name);
                }
            });
            return new SvgCanvas(context, style);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void setRenderingHint(RenderingHints.Key key, Object value) {
        if (key == ChartPart.KEY) {
            style.begin(value);
        } else {
            super.setRenderingHint(key, value);
        }
    }

    @Override
    public void drawString(String text, float x, float y) {
        super.drawString(text, x, y);
        if (!text.isBlank()) {
            style.keepWidth(ChartFont.width(text, getFont()));
        }
    }

    /**
     * The whole picture.
     *
     * @param title for readers who do not see it
     */
    String text(double width, double height, String title) {
        Element root = getRoot();
        root.setAttribute("width", length(width) + "pt");
        root.setAttribute("height", length(height) + "pt");
        root.setAttribute("viewBox", "0 0 " + length(width) + " " + length(height));
        root.setAttribute("role", "img");
        root.setAttribute("aria-label", title);
        try {
            Transformer writer = TransformerFactory.newInstance().newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter text = new StringWriter();
            writer.transform(new DOMSource(root), new StreamResult(text));
            return text.append('\n').toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String length(double points) {
        return String.format(Locale.ROOT, "%.2f", points);
    }
}
