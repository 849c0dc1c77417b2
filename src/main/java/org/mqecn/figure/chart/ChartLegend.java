// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.block.AbstractBlock;
import org.jfree.chart.block.Block;
import org.jfree.chart.block.BlockContainer;
import org.jfree.chart.block.BorderArrangement;
import org.jfree.chart.block.ColumnArrangement;
import org.jfree.chart.block.FlowArrangement;
import org.jfree.chart.block.LabelBlock;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.VerticalAlignment;

/** The legend above a chart: its entries side by side, in the order of the series. */
class ChartLegend extends LegendTitle {
    private static final long serialVersionUID = 1;
    private static final double LINE = 18;
    private static final double BOX = 6;

    private ChartLegend(LegendItemCollection items, ChartStyle style) {
        super(
                () -> items,
                new FlowArrangement(HorizontalAlignment.LEFT, VerticalAlignment.CENTER, 4, 1),
                new ColumnArrangement());
        setItemFont(style.font());
        setItemPaint(ChartColor.FOREGROUND.color());
        setPosition(RectangleEdge.TOP);
        setHorizontalAlignment(HorizontalAlignment.LEFT);
        setLegendItemGraphicPadding(new RectangleInsets(1, 2, 1, 3));
        setItemLabelPadding(new RectangleInsets(1, 0, 1, 4));
        setPadding(new RectangleInsets(0, 4, 3, 4));
    }

    static ChartLegend ofLines(List<Series> series, ChartStyle style) {
        LegendItemCollection items = new LegendItemCollection();
        series.forEach(each -> {
            LegendItem item = new LegendItem(
                    each.name(),
                    null,
                    null,
                    null,
                    each.style().marker() != SeriesStyle.Marker.NONE,
                    each.style().shape(ChartStyle.MARKER),
                    true,
                    each.style().color().color(),
                    false,
                    each.style().color().color(),
                    ChartStyle.HAIRLINE,
                    true,
                    new Line2D.Double(-LINE / 2, 0, LINE / 2, 0),
                    each.style().stroke(),
                    each.style().color().color());
            item.setSeriesKey(each.name());
            items.add(item);
        });
        return new ChartLegend(items, style);
    }

    static ChartLegend ofBars(List<Series> series, ChartStyle style) {
        LegendItemCollection items = new LegendItemCollection();
        series.forEach(each -> {
            LegendItem item = new LegendItem(each.name(), each.style().color().color());
            item.setSeriesKey(each.name());
            items.add(item);
        });
        return new ChartLegend(items, style) {
            private static final long serialVersionUID = 1;

            @Override
            Block entry(LegendItem item) {
                SeriesStyle shown = series.stream()
                        .filter(each -> each.name().equals(item.getLabel()))
                        .findFirst()
                        .orElseThrow()
                        .style();
                BlockContainer entry = new BlockContainer(new BorderArrangement());
                Block box = new HatchedBox(shown);
                LabelBlock label = new LabelBlock(item.getLabel(), getItemFont(), getItemPaint());
                label.setPadding(getItemLabelPadding());
                entry.add(box, RectangleEdge.LEFT);
                entry.add(label);
                return entry;
            }
        };
    }

    /** The colour and hatch of bars. */
    private static final class HatchedBox extends AbstractBlock implements Block {
        private static final long serialVersionUID = 1;

        private final transient SeriesStyle style;

        HatchedBox(SeriesStyle style) {
            this.style = style;
            setWidth(3 * BOX);
            setHeight(BOX);
        }

        @Override
        public void draw(Graphics2D graphics, Rectangle2D area) {
            draw(graphics, area, null);
        }

        @Override
        public Object draw(Graphics2D graphics, Rectangle2D area, Object parameters) {
            Hatching.fill(
                    graphics,
                    new Rectangle2D.Double(area.getMinX() + BOX / 3, area.getCenterY() - BOX / 2, 2.3 * BOX, BOX),
                    style);
            return null;
        }
    }

    Block entry(LegendItem item) {
        return super.createLegendItemBlock(item);
    }

    @Override
    protected Block createLegendItemBlock(LegendItem item) {
        Block entry = entry(item);
        ChartPart part = new ChartPart(ChartPart.Role.LEGEND, item.getLabel(), "");
        BlockContainer container = new BlockContainer(new BorderArrangement()) {
            private static final long serialVersionUID = 1;

            @Override
            public Object draw(Graphics2D graphics, Rectangle2D area, Object parameters) {
                Object[] result = new Object[1];
                part.draw(graphics, () -> result[0] = super.draw(graphics, area, parameters));
                return result[0];
            }
        };
        container.add(entry, RectangleEdge.LEFT);
        return container;
    }
}
