// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The options of the qdisc in the syntax of tc. Options that are not given have the default of the manual page. Times are
 * in ns and rates in bytes per second, with the units of tc: {@code 8000ns},
 * {@code 125000bps}.
 */
public final class ModelOptions {
    /** A rate or threshold that is not set. */
    public static final long NONE = Long.MAX_VALUE;

    private static final int MTU = 1514;

    private final String options;
    private final Map<String, String> values = new HashMap<>();

    /** @param options in the syntax of tc */
    public ModelOptions(String options) {
        this.options = options;
        String[] all = options.strip().split(" +");
        for (int i = 0; i + 1 < all.length; i += 2) {
            values.put(all[i], all[i + 1]);
        }
    }

    public ModelPolicy policy() {
        return ModelPolicy.valueOf(keyword("policy", "pacing").toUpperCase(Locale.ROOT));
    }

    public ModelRankSource rankFrom() {
        return ModelRankSource.valueOf(keyword("rank-from", "dscp").toUpperCase(Locale.ROOT));
    }

    /** Where priorities are ranks, none of them is that of control packets. */
    boolean hasControlPriority() {
        return rankFrom() != ModelRankSource.PRIORITY || !policy().readsRank();
    }

    int limit() {
        return (int) number("limit", 10_000);
    }

    int flowLimit() {
        return (int) number("flow-limit", 100);
    }

    int buckets() {
        return (int) number("buckets", 16_384);
    }

    public long granularity() {
        return number("granularity", 8_000);
    }

    int quantum() {
        return (int) number("quantum", 2 * MTU);
    }

    int initialQuantum() {
        return (int) number("initial-quantum", 10 * MTU);
    }

    boolean pacing() {
        return keyword("pacing", "on").equals("on");
    }

    long maxrate() {
        return number("maxrate", NONE);
    }

    long lowRateThreshold() {
        return number("low-rate-threshold", 550_000 / 8);
    }

    long refillDelay() {
        return number("refill-delay", 40_000_000);
    }

    /** Whether all packets without a socket are one flow; if not, each hash is a flow. */
    boolean hasOneOrphanFlow() {
        return number("orphan-mask", 1023) == 0;
    }

    long ceThreshold() {
        return number("ce-threshold", NONE);
    }

    public long timerSlack() {
        return number("timer-slack", 10_000);
    }

    long horizon() {
        return number("horizon", 10_000_000_000L);
    }

    boolean capsAtHorizon() {
        return keyword("beyond-horizon", "drop").equals("cap");
    }

    long deadlineUnit() {
        return number("deadline-unit", 1_000_000);
    }

    private long number(String name, long otherwise) {
        String value = keyword(name, String.valueOf(otherwise));
        return value.equals("none") ? NONE : Long.parseLong(value.replaceAll("ns$|bps$", ""));
    }

    private String keyword(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** In the syntax of tc. */
    @Override
    public String toString() {
        return options;
    }
}
