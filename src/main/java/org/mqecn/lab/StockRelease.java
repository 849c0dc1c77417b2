// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.value.UserError;

/** A release of Debian, or its backports, and the series of the kernel in it. */
public enum StockRelease {
    BULLSEYE("5.10"),
    BOOKWORM("6.1"),
    TRIXIE("6.12"),
    BOOKWORM_BACKPORTS(""),
    TRIXIE_BACKPORTS(""),
    SID("");

    private final String kernelSeries;

    /** @param kernelSeries never changes within a stable release; empty where newer kernels replace older ones */
    StockRelease(String kernelSeries) {
        this.kernelSeries = kernelSeries;
    }

    /** Debian's name: {@code bookworm-backports}. */
    public String suite() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Finds a release by its name or by its kernel series.
     *
     * @throws UserError if there is none
     */
    public static StockRelease find(String name) {
        return find(name, "");
    }

    /** @param others what else a kernel may be, for the message */
    static StockRelease find(String name, String others) {
        return Stream.of(values())
                .filter(release -> release.suite().equals(name) || release.kernelSeries.equals(name) && !name.isEmpty())
                .findFirst()
                .orElseThrow(
                        () -> UserError.usage("unknown kernel '" + name + "'", "it is one of " + names() + others));
    }

    /** All names, for messages and completion. */
    public static String names() {
        return Stream.of(values())
                .map(release ->
                        release.suite() + (release.kernelSeries.isEmpty() ? "" : " (or " + release.kernelSeries + ")"))
                .collect(Collectors.joining(", "));
    }
}
