// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is made of a folder that {@code mqecn run} left: a page, or each figure as a file of its own. */
public final class Report {
    /** The page, in the folder. */
    public static final String PAGE = "report.html";
    /** Where figures go, in the folder. */
    public static final String FIGURES = "figures";

    /** How pictures are written. */
    public enum ImageFormat {
        SVG,
        PNG
    }

    private final ResultFolder folder;

    private Report(ResultFolder folder) {
        this.folder = folder;
    }

    /** Reads everything there is: {@link org.mqecn.value.UserError} where that is not what a run leaves. */
    public static Report of(Path folder) {
        return new Report(ResultFolder.read(folder));
    }

    /** Writes the page. */
    public void page(Path file) throws IOException {
        Files.writeString(file, ReportPage.of(folder));
    }

    /** The figures that are tables, as text. */
    public String tables() {
        return new FigureRenderer(folder)
                .figures().stream()
                        .map(Figure::content)
                        .filter(ValueTable.class::isInstance)
                        .map(table -> ((ValueTable) table).text())
                        .collect(Collectors.joining("\n"));
    }

    /**
     * Writes each figure: pictures in a format, tables as text.
     *
     * @param into made when missing
     * @return the files, in the figures' order
     */
    public List<Path> figures(Path into, ImageFormat imageFormat) throws IOException {
        Files.createDirectories(into);
        List<Path> files = new ArrayList<>();
        for (Figure figure : new FigureRenderer(folder).figures()) {
            if (figure.content() instanceof Picture picture) {
                Path file =
                        into.resolve(figure.name() + "." + imageFormat.name().toLowerCase(Locale.ROOT));
                Files.write(
                        file,
                        imageFormat == ImageFormat.PNG
                                ? picture.png()
                                : picture.svg().getBytes(StandardCharsets.UTF_8));
                files.add(file);
            } else if (figure.content() instanceof ValueTable table) {
                files.add(Files.writeString(
                        into.resolve(figure.name() + ".txt"), figure.title() + "\n\n" + table.text()));
            }
        }
        return files;
    }
}
