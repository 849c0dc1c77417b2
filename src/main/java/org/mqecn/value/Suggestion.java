// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** "Did you mean …?" by edit distance, where one of the known words is near; else the list of them. */
public final class Suggestion {
    private Suggestion() {}

    /** A remedy that names the nearest of the known words, or all of them. */
    public static String of(String typed, Collection<String> known) {
        String all = known.isEmpty() ? "" : "known: " + String.join(", ", known);
        return nearest(typed, known)
                .map(word -> "did you mean '" + word + "'? (" + all + ")")
                .orElse(all);
    }

    /** That of the known words which is meant, where one is near enough. */
    public static Optional<String> nearest(String typed, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(typed, word)))
                .filter(word -> distance(typed, word) <= maxDistance(Math.min(typed.length(), word.length())));
    }

    /** One letter in three may be wrong, and one of a few; of two letters none. */
    private static int maxDistance(int length) {
        return length < 3 ? 0 : Math.max(1, length / 3);
    }

    /** Levenshtein's distance, in which two neighbours that changed places are one mistake, too. */
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
