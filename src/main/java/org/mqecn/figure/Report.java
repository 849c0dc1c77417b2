// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.mqecn.figure.chart.ChartEngine;
import org.mqecn.figure.chart.FigureWidth;
import org.mqecn.figure.chart.Picture;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** The report on the results of {@code mqecn run}: a page, or each figure as a file. */
public final class Report {
    /** The page, in the folder. */
    public static final String PAGE = "report.html";
    /** The folder of figures, in the folder. */
    public static final String FIGURES = "figures";

    /** The format of pictures. */
    public enum ImageFormat {
        SVG,
        PDF,
        PNG
    }

    private final ResultFolder folder;

    private Report(ResultFolder folder) {
        this.folder = folder;
    }

    /** Reads the results; {@link UserError} if the folder has none. */
    public static Report of(Path folder) {
        return new Report(ResultFolder.read(folder));
    }

    /** The page. */
    public String html() throws IOException {
        return ReportPage.of(folder);
    }

    /**
     * Writes the page.
     *
     * @throws UserError if the file cannot be written
     */
    public void page(Path file) throws IOException {
        write(html(), file);
    }

    static void write(String page, Path file) {
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw UserError.usage("cannot write " + file + ": " + IoErrors.reason(e), "name another file: --out FILE");
        }
    }

    /** The figures that are tables. */
    public List<ValueTable> tables() {
        return new FigureBuilder(folder)
                .figures().stream()
                        .filter(figure -> !figure.isEmpty())
                        .map(Figure::content)
                        .filter(ValueTable.class::isInstance)
                        .map(ValueTable.class::cast)
                        .toList();
    }

    /**
     * Writes each figure and its data as CSV: pictures in a format, tables as text.
     *
     * @param into created if missing
     * @param tableText turns a table into text
     * @return the files, in the order of the figures
     * @throws UserError if there is no figure, or a file cannot be written
     */
    public List<Path> figures(Path into, ImageFormat format, FigureWidth width, Function<ValueTable, String> tableText)
            throws IOException {
        List<Figure> figures = new FigureBuilder(folder).figures();
        if (figures.isEmpty()) {
            throw new UserError("no figure has a valid run", "see why runs are invalid: mqecn report");
        }
        for (Figure figure : figures) {
            if (figure.isEmpty()) {
                throw new UserError(
                        "the figure '" + figure.title() + "' is empty: no valid run has its values",
                        "check the metric or samples that 'figures' of the scenario names");
            }
        }
        try {
            Files.createDirectories(into);
            return write(figures, into, format, width, tableText);
        } catch (IOException e) {
            throw UserError.usage(
                    "cannot write figures to " + into + ": " + IoErrors.describe(e), "name another folder: --out DIR");
        }
    }

    private static List<Path> write(
            List<Figure> figures,
            Path into,
            ImageFormat format,
            FigureWidth width,
            Function<ValueTable, String> tableText)
            throws IOException {
        List<Path> files = new ArrayList<>();
        for (Figure figure : figures) {
            Path data = into.resolve(figure.name() + ".csv");
            if (figure.content() instanceof Picture picture) {
                Path file = into.resolve(figure.name() + "." + format.name().toLowerCase(Locale.ROOT));
                files.add(Files.write(file, draw(picture, format, width)));
                files.add(Files.writeString(data, picture.csv()));
            } else if (figure.content() instanceof ValueTable table) {
                files.add(Files.writeString(
                        into.resolve(figure.name() + ".txt"), figure.title() + "\n\n" + tableText.apply(table)));
                files.add(Files.writeString(data, table.csv()));
            }
        }
        return files;
    }

    private static byte[] draw(Picture picture, ImageFormat format, FigureWidth width) throws IOException {
        ChartEngine engine = new ChartEngine(picture, width);
        return switch (format) {
            case SVG -> engine.svg().getBytes(StandardCharsets.UTF_8);
            case PDF -> engine.pdf();
            case PNG -> engine.png();
        };
    }
}
