// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.mqecn.host.ClasspathResources;
import org.mqecn.value.Bytes;
import org.mqecn.value.IoErrors;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/** An empirical distribution of flow sizes, linear between its points: bundled, or a {@link CdfFile}; or one size. */
public final class SizeDistribution {
    /** Bundled distributions. The first lines of each file name its source. */
    public static final List<String> BUILT_IN = List.of("web-search", "data-mining", "cache", "hadoop");

    private static final int STEPS = 1000;
    private static final Pattern ONE_SIZE = Pattern.compile("[0-9.]+[a-z]*");

    private final String name;
    private final List<CdfPoint> points;

    private SizeDistribution(String name, List<CdfPoint> points) {
        this.name = name;
        this.points = List.copyOf(points);
    }

    /** Whether the name is that of a file, rather than of a bundled distribution or a size. */
    public static boolean isFile(String name) {
        return !BUILT_IN.contains(name) && !ONE_SIZE.matcher(name).matches();
    }

    /**
     * Loads a bundled distribution or a file, or makes one of a single size, such as {@code 28k}.
     *
     * @param unit unit of the sizes of a file; empty if the user did not say it
     * @throws UserError if there is none of them, or the file is invalid
     */
    public static SizeDistribution load(String name, Optional<SizeUnit> unit) {
        if (!isFile(name) && unit.isPresent()) {
            throw UserError.usage(
                    "the unit of " + (BUILT_IN.contains(name) ? "the bundled " : "") + name + " is known",
                    "give a size unit for files only");
        }
        if (ONE_SIZE.matcher(name).matches()) {
            return ofOneSize(name);
        }
        if (BUILT_IN.contains(name)) {
            return parse(
                    name,
                    ClasspathResources.readText(SizeDistribution.class, name + ".txt")
                            .lines()
                            .toList(),
                    Optional.of(SizeUnit.BYTE));
        }
        try {
            return parse(name, Files.readAllLines(Path.of(name)), unit);
        } catch (NoSuchFileException e) {
            throw UserError.usage(
                    "no size distribution or file '" + name + "'",
                    Suggestion.of(Path.of(name).getFileName().toString(), BUILT_IN));
        } catch (IOException e) {
            throw UserError.usage("cannot read " + name + ": " + IoErrors.reason(e), "");
        }
    }

    private static SizeDistribution ofOneSize(String name) {
        long size = Bytes.parse(name).bytes();
        if (size == 0) {
            throw UserError.usage("flows of 0 bytes have nothing to send", "a size is at least 1");
        }
        return new SizeDistribution(name, List.of(new CdfPoint(size, 0), new CdfPoint(size, 1)));
    }

    static SizeDistribution parse(String name, List<String> lines, Optional<SizeUnit> unit) {
        return new SizeDistribution(name, CdfFile.parse(name, lines, unit));
    }

    /** The mean flow size, in bytes. */
    public double mean() {
        double mean = 0;
        for (int i = 1; i < points.size(); i++) {
            CdfPoint low = points.get(i - 1);
            CdfPoint high = points.get(i);
            mean += (low.bytes() + high.bytes()) / 2 * (high.cumulative() - low.cumulative());
        }
        return mean;
    }

    /** The share of flows whose size is one of these, to a thousandth. */
    public double share(LongPredicate sizes) {
        return IntStream.range(0, STEPS)
                        .filter(i -> sizes.test(quantile((i + 0.5) / STEPS)))
                        .count()
                / (double) STEPS;
    }

    /** The flow size at this cumulative fraction, in bytes; at least 1. */
    public long quantile(double fraction) {
        int i = 1;
        while (i < points.size() - 1 && points.get(i).cumulative() < fraction) {
            i++;
        }
        CdfPoint low = points.get(i - 1);
        CdfPoint high = points.get(i);
        double rise = high.cumulative() - low.cumulative();
        double position = rise == 0 ? 1 : (fraction - low.cumulative()) / rise;
        return Math.max(1, Math.round(low.bytes() + position * (high.bytes() - low.bytes())));
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
