// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.value.UserError;

/**
 * Reads CDF files of flow sizes in the forms in use: columns separated by spaces, commas or semicolons;
 *
 * <ul>
 *   <li>size and cumulative fraction up to 1 (TrafficGenerator), or cumulative percent up to 100 (HPCC);
 *   <li>size, number of occurrences, which is ignored, and cumulative fraction (ns-2, pFabric);
 *   <li>the mean in a first line of its own, which is ignored, before size and cumulative fraction (Homa).
 * </ul>
 *
 * No form says the unit of sizes: files in bytes and in packets look alike. Where sizes may be packets, the user has to
 * say which they are.
 */
final class CdfFile {
    private static final double PERCENT = 100;
    /** Hardly a workload in bytes has only smaller flows, or a smaller median. */
    private static final double MIN_LARGEST_BYTES = 100_000;

    private static final double MIN_MEDIAN_BYTES = 100;

    private static final String NUMBER = "[0-9]*\\.?[0-9]+([eE][+-]?[0-9]+)?";
    private static final String SEPARATOR = "\\s*[,;]\\s*|\\s+";

    /** A line as written: size, and cumulative fraction or percent. */
    private record Row(int line, double size, double cumulative) {}

    private final String name;
    private final List<Row> rows = new ArrayList<>();
    private int columns;
    private boolean startsWithMean;

    private CdfFile(String name) {
        this.name = name;
    }

    /**
     * Parses the lines of a file; {@code #} starts a comment. The result begins with size 0.
     *
     * @param name name of the file, for messages
     * @param unit empty if the user did not say it
     * @throws UserError a usage error with the number of the invalid line, or what makes the form ambiguous
     */
    static List<CdfPoint> parse(String name, List<String> lines, Optional<SizeUnit> unit) {
        CdfFile file = new CdfFile(name);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                file.add(i + 1, line.split(SEPARATOR));
            }
        }
        file.check();
        double last = file.last().cumulative();
        int bytesPerUnit = unit.orElseGet(file::requireBytes).bytes();
        List<CdfPoint> points = new ArrayList<>(List.of(new CdfPoint(0, 0)));
        file.rows.forEach(row -> points.add(new CdfPoint(row.size() * bytesPerUnit, row.cumulative() / last)));
        return points;
    }

    private void add(int line, String... cells) {
        if (rows.isEmpty() && columns == 0 && isHeading(cells)) {
            return;
        }
        for (String cell : cells) {
            if (!cell.matches(NUMBER)) {
                throw error(line, "'" + cell + "' is not a number", "for example: 10000 0.15");
            }
        }
        if (cells.length == 1 && rows.isEmpty() && !startsWithMean) {
            startsWithMean = true;
            return;
        }
        if (columns == 0 && (cells.length == 2 || cells.length == 3)) {
            columns = cells.length;
        }
        if (cells.length != columns) {
            throw error(
                    line,
                    cells.length
                            + (cells.length == 1 ? " column" : " columns")
                            + (columns == 0 ? "" : " after lines of " + columns),
                    "each line has a size and a cumulative fraction, or the number of occurrences between them");
        }
        rows.add(new Row(line, Double.parseDouble(cells[0]), Double.parseDouble(cells[columns - 1])));
    }

    private static boolean isHeading(String... cells) {
        for (String cell : cells) {
            if (cell.matches(".*[0-9].*")) {
                return false;
            }
        }
        return true;
    }

    private void check() {
        if (rows.isEmpty()) {
            throw UserError.usage(
                    name + " is not a CDF: it has no line with a size and a fraction", "for example: 10000 0.15");
        }
        checkColumnOrder();
        for (int i = 1; i < rows.size(); i++) {
            Row before = rows.get(i - 1);
            Row row = rows.get(i);
            if (row.size() < before.size()) {
                throw error(
                        row.line(),
                        "the size falls from " + text(before.size()) + " to " + text(row.size()),
                        "sort the lines by size" + recognized());
            }
            if (row.cumulative() < before.cumulative()) {
                throw error(
                        row.line(),
                        "the cumulative value falls from " + text(before.cumulative()) + " to "
                                + text(row.cumulative()),
                        "a CDF never falls: correct the value, or add up the fractions of a density" + recognized());
            }
        }
        double end = last().cumulative();
        if (end != 1 && end != PERCENT) {
            throw UserError.usage(
                    name + ": the CDF does not end at 1 or 100, but at " + text(end),
                    "the last line has the largest size, and 1 or, in percent, 100" + recognized());
        }
    }

    /** In a file with the fraction first, only the first column ends at 1 or 100. */
    private void checkColumnOrder() {
        boolean swapped = (last().size() == 1 || last().size() == PERCENT)
                && last().cumulative() != 1
                && last().cumulative() != PERCENT;
        if (swapped) {
            throw error(last().line(), "the fraction comes before the size", "swap the columns");
        }
    }

    private SizeUnit requireBytes() {
        boolean certain =
                columns == 2 && !startsWithMean && last().size() >= MIN_LARGEST_BYTES && median() >= MIN_MEDIAN_BYTES;
        if (certain) {
            return SizeUnit.BYTE;
        }
        throw UserError.usage(
                name + ": sizes up to " + text(last().size()) + " may be bytes or packets of " + SizeUnit.PACKET.bytes()
                        + " bytes",
                "say which: --size-unit byte or packet; in a scenario size-unit: byte or packet" + recognized());
    }

    private double median() {
        return rows.stream()
                .filter(row -> row.cumulative() >= last().cumulative() / 2)
                .findFirst()
                .orElseThrow()
                .size();
    }

    private Row last() {
        return rows.get(rows.size() - 1);
    }

    /** The form of the file, for messages. */
    private String recognized() {
        return " (read as " + (startsWithMean ? "the mean, then " : "")
                + (columns == 3 ? "size, occurrences and " : "size and ") + "cumulative "
                + (last().cumulative() > 1 ? "percent" : "fraction") + ")";
    }

    private static String text(double number) {
        return number == Math.rint(number) && number < 1e15 ? Long.toString((long) number) : Double.toString(number);
    }

    private UserError error(int line, String failure, String remedy) {
        return UserError.usage(name + ":" + line + ": " + failure, remedy);
    }
}
