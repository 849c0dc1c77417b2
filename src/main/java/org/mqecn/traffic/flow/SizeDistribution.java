// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.mqecn.host.ClasspathResources;
import org.mqecn.value.IoErrors;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * How large flows are: an empirical distribution, straight between its points. A file of it has a line for each
 * point: size in bytes, and the part of all flows that are no larger.
 */
public final class SizeDistribution {
    /** Those that come with mqecn, each with its source in its first lines. */
    public static final List<String> BUILT_IN = List.of("web-search", "data-mining", "cache", "hadoop");

    private record CdfPoint(double bytes, double cumulative) {}

    private final String name;
    private final List<CdfPoint> points;

    private SizeDistribution(String name, List<CdfPoint> points) {
        this.name = name;
        this.points = List.copyOf(points);
    }

    /**
     * One that comes with mqecn, or else that of a file.
     *
     * @throws UserError where there is neither, or the file is wrong
     */
    public static SizeDistribution load(String name) {
        if (BUILT_IN.contains(name)) {
            return parse(
                    name,
                    ClasspathResources.readText(SizeDistribution.class, name + ".txt")
                            .lines()
                            .toList());
        }
        try {
            return parse(name, Files.readAllLines(Path.of(name)));
        } catch (NoSuchFileException e) {
            throw UserError.usage("there are no sizes '" + name + "', and no such file", Suggestion.of(name, BUILT_IN));
        } catch (IOException e) {
            throw new UserError("cannot read " + name + ": " + IoErrors.reason(e), "");
        }
    }

    /**
     * Reads the lines of a file; {@code #} begins a comment.
     *
     * @param name of the file, for messages
     * @throws UserError a usage error with the line that is wrong
     */
    public static SizeDistribution parse(String name, List<String> lines) {
        List<CdfPoint> points = new ArrayList<>();
        points.add(new CdfPoint(0, 0));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                addPoint(points, line, name + ":" + (i + 1));
            }
        }
        if (points.get(points.size() - 1).cumulative != 1) {
            throw UserError.usage(name + ": the last size is not that of all flows", "the second column ends with 1");
        }
        return new SizeDistribution(name, points);
    }

    private static void addPoint(List<CdfPoint> points, String line, String place) {
        if (!line.matches("[0-9.eE+]+\\s+[0-9.eE+-]+")) {
            throw UserError.usage(
                    place + ": '" + line + "' is not a size and a part of one", "write for example: 10000 0.15");
        }
        String[] columns = line.split("\\s+");
        CdfPoint cdfPoint = new CdfPoint(Double.parseDouble(columns[0]), Double.parseDouble(columns[1]));
        CdfPoint last = points.get(points.size() - 1);
        if (cdfPoint.bytes < last.bytes || cdfPoint.cumulative < last.cumulative || cdfPoint.cumulative > 1) {
            throw UserError.usage(place + ": sizes and parts grow from line to line, parts up to 1", "sort the lines");
        }
        points.add(cdfPoint);
    }

    /** Of the mean flow, in bytes. */
    public double mean() {
        double mean = 0;
        for (int i = 1; i < points.size(); i++) {
            CdfPoint low = points.get(i - 1);
            CdfPoint high = points.get(i);
            mean += (low.bytes + high.bytes) / 2 * (high.cumulative - low.cumulative);
        }
        return mean;
    }

    /** The size, in bytes, below which that part of the flows is: at least one byte. */
    public long quantile(double part) {
        int i = 1;
        while (i < points.size() - 1 && points.get(i).cumulative < part) {
            i++;
        }
        CdfPoint low = points.get(i - 1);
        CdfPoint high = points.get(i);
        double rise = high.cumulative - low.cumulative;
        double between = rise == 0 ? 1 : (part - low.cumulative) / rise;
        return Math.max(1, Math.round(low.bytes + between * (high.bytes - low.bytes)));
    }

    /** A flow's size, in bytes. */
    public long sample(RandomGenerator random) {
        return quantile(random.nextDouble());
    }

    @Override
    public String toString() {
        return name;
    }
}
