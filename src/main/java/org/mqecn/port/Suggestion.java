// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.Collection;
import java.util.Comparator;

/** "Did you mean …?" by edit distance, where one of the known words is near; else the list of them. */
public final class Suggestion {
    private Suggestion() {}

    /** A remedy that names the nearest of the known words, or all of them. */
    public static String among(String typed, Collection<String> known) {
        String all = known.isEmpty() ? "" : "known: " + String.join(", ", known);
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(typed, word)))
                .filter(word -> distance(typed, word) <= tolerated(Math.min(typed.length(), word.length())))
                .map(word -> "did you mean '" + word + "'? (" + all + ")")
                .orElse(all);
    }

    /** One letter in three may be wrong, and one of a few; of two letters none. */
    private static int tolerated(int length) {
        return length < 3 ? 0 : Math.max(1, length / 3);
    }

    /** Levenshtein's distance, one row at a time. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
