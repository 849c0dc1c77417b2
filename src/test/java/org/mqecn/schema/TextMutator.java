// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.List;
import java.util.Random;

/** Mutates texts: typical mistakes, and arbitrary damage. */
public final class TextMutator {
    private static final List<String> WORDS = List.of(
            "",
            "-1",
            "0",
            "99999999999999999999",
            "~",
            "[]",
            "{}",
            "h1",
            "s1",
            "nothing",
            "true",
            "1gbit",
            "1us",
            "10.0.1.1/24",
            "[a, b]",
            "{a: b}",
            "*x",
            "\"",
            ":",
            "]",
            "}",
            "\t",
            "\u0000",
            "é");

    private TextMutator() {}

    /** Replaces or removes one or two words. */
    public static String mutate(String text, Random random) {
        String damaged = text;
        for (int i = 0; i <= random.nextInt(2); i++) {
            int start = random.nextInt(damaged.length());
            int end = Math.min(damaged.length(), start + random.nextInt(12));
            damaged = damaged.substring(0, start) + WORDS.get(random.nextInt(WORDS.size())) + damaged.substring(end);
        }
        return damaged;
    }
}
