// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.mqecn.port.Suggestion;
import org.mqecn.port.UserError;

/** A qdisc whose cost is measured. */
public enum Candidate {
    EIFFEL(true),
    FQ(true),
    FQ_CODEL(false),
    PFIFO(false);

    /** Packets that it may hold, at least: the default of fq. */
    private static final int LEAST = 10_000;
    /** A flow has one or two super-packets in it; none is to be dropped. */
    private static final int OF_A_FLOW = 10;

    private final boolean pacer;

    Candidate(boolean pacer) {
        this.pacer = pacer;
    }

    /** Its name in tc. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it holds packets back until their time. Otherwise TCP does, with a timer for each socket. */
    boolean isPacer() {
        return pacer;
    }

    /** Most packets in it. */
    static int limit(int flows) {
        return Math.max(LEAST, OF_A_FLOW * flows);
    }

    /**
     * The one of that name.
     *
     * @throws UserError a usage error where there is none
     */
    public static Candidate parse(String word) {
        List<String> words = Arrays.stream(values()).map(Candidate::word).toList();
        if (!words.contains(word)) {
            throw UserError.usage("'" + word + "' is not a qdisc whose cost can be measured here",
                    Suggestion.among(word, words));
        }
        return values()[words.indexOf(word)];
    }
}
