// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the word that was meant. */
final class NearMiss {
    private NearMiss() {}

    /** The word with the fewest letters to change, add or leave out; null if more than half of it would have to be. */
    static @Nullable String of(String typed, List<String> words) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String word : words) {
            int distance = distance(typed, word);
            if (distance < least && distance <= word.length() / 2) {
                least = distance;
                nearest = word;
            }
        }
        return nearest;
    }

    /** Levenshtein's distance, one row at a time. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
