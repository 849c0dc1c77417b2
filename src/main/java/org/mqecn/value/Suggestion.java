// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** Suggests the known word with the smallest edit distance, or lists the known words if none is close. */
public final class Suggestion {
    private static final int MOST_LISTED = 40;
    private static final int NEAR_ONES = 5;

    private Suggestion() {}

    /** A remedy with the closest known word, if any, and the list of known words or, of many, the closest ones. */
    public static String of(String typed, Collection<String> known) {
        String all = known.isEmpty() ? "" : "known: " + list(typed, known);
        return nearest(typed, known)
                .map(word -> "did you mean '" + word + "'? (" + all + ")")
                .orElse(all);
    }

    private static String list(String typed, Collection<String> known) {
        return known.size() <= MOST_LISTED
                ? String.join(", ", known)
                : known.stream()
                                .sorted(Comparator.comparingInt(word -> distance(typed, word)))
                                .limit(NEAR_ONES)
                                .collect(Collectors.joining(", "))
                        + ", … (" + known.size() + " in all)";
    }

    /** The closest known word; empty if none is close enough. */
    public static Optional<String> nearest(String typed, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(typed, word)))
                .filter(word -> distance(typed, word) <= maxDistance(Math.min(typed.length(), word.length())));
    }

    /** A third of the letters, at least one; none in words of up to two letters. */
    private static int maxDistance(int length) {
        return length < 3 ? 0 : Math.max(1, length / 3);
    }

    /** The Damerau-Levenshtein distance (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] distances = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                distances[i][j] = i == 0 || j == 0
                        ? i + j
                        : Math.min(
                                distances[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1),
                                Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    distances[i][j] = Math.min(distances[i][j], distances[i - 2][j - 2] + 1);
                }
            }
        }
        return distances[a.length()][b.length()];
    }
}
