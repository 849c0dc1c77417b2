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
 * An empirical distribution of flow sizes, linear between its points. A file of it is a CDF: per line, the size in bytes and
 * the cumulative fraction of flows.
 */
public final class SizeDistribution {
    /** Bundled distributions. The first lines of each file name its source. */
    public static final List<String> BUILT_IN = List.of("web-search", "data-mining", "cache", "hadoop");

    private record CdfPoint(double bytes, double cumulative) {}

    private final String name;
    private final List<CdfPoint> points;

    private SizeDistribution(String name, List<CdfPoint> points) {
        this.name = name;
        this.points = List.copyOf(points);
    }

    /**
     * Loads a bundled distribution or a file.
     *
     * @throws UserError if there is neither, or the file is invalid
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
            throw UserError.usage("no size distribution or file '" + name + "'", Suggestion.of(name, BUILT_IN));
        } catch (IOException e) {
            throw new UserError("cannot read " + name + ": " + IoErrors.reason(e), "");
        }
    }

    /**
     * Parses the lines of a file; {@code #} starts a comment.
     *
     * @param name name of the file, for messages
     * @throws UserError a usage error with the number of the invalid line
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
            throw UserError.usage(
                    name + ": the CDF does not end at 1", "the cumulative fraction of the last line is 1");
        }
        return new SizeDistribution(name, points);
    }

    private static void addPoint(List<CdfPoint> points, String line, String location) {
        if (!line.matches("[0-9.eE+]+\\s+[0-9.eE+-]+")) {
            throw UserError.usage(
                    location + ": '" + line + "' is not a size and a cumulative fraction", "for example: 10000 0.15");
        }
        String[] columns = line.split("\\s+");
        CdfPoint cdfPoint = new CdfPoint(Double.parseDouble(columns[0]), Double.parseDouble(columns[1]));
        CdfPoint last = points.get(points.size() - 1);
        if (cdfPoint.bytes < last.bytes || cdfPoint.cumulative < last.cumulative || cdfPoint.cumulative > 1) {
            throw UserError.usage(
                    location + ": sizes and cumulative fractions must not decrease, fractions must not exceed 1",
                    "sort the lines");
        }
        points.add(cdfPoint);
    }

    /** The mean flow size, in bytes. */
    public double mean() {
        double mean = 0;
        for (int i = 1; i < points.size(); i++) {
            CdfPoint low = points.get(i - 1);
            CdfPoint high = points.get(i);
            mean += (low.bytes + high.bytes) / 2 * (high.cumulative - low.cumulative);
        }
        return mean;
    }

    /** The flow size at this cumulative fraction, in bytes; at least 1. */
    public long quantile(double fraction) {
        int i = 1;
        while (i < points.size() - 1 && points.get(i).cumulative < fraction) {
            i++;
        }
        CdfPoint low = points.get(i - 1);
        CdfPoint high = points.get(i);
        double rise = high.cumulative - low.cumulative;
        double position = rise == 0 ? 1 : (fraction - low.cumulative) / rise;
        return Math.max(1, Math.round(low.bytes + position * (high.bytes - low.bytes)));
    }

    /** Draws a flow size, in bytes. */
    public long sample(RandomGenerator random) {
        return quantile(random.nextDouble());
    }

    @Override
    public String toString() {
        return name;
    }
}
