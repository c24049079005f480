// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.minimize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ddmin of Zeller and Hildebrandt ("Simplifying and Isolating Failure-Inducing Input", 2002): a part of the parts from
 * which no single one can be taken away.
 */
final class DeltaDebugging {
    /** Whether what is left still shows what is looked for. */
    @FunctionalInterface
    interface Test<T> {
        boolean shows(List<T> parts) throws IOException;
    }

    private DeltaDebugging() {}

    /**
     * Makes a list as small as it goes.
     *
     * @param parts all of which together show it
     */
    static <T> List<T> minimize(List<T> parts, Test<T> test) throws IOException {
        List<T> left = parts;
        int chunks = 2;
        while (left.size() > 1) {
            List<T> smaller = without(left, chunks, test);
            if (smaller != null) {
                left = smaller;
                chunks = Math.max(2, Math.min(chunks - 1, left.size()));
            } else if (chunks >= left.size()) {
                return left;
            } else {
                chunks = Math.min(2 * chunks, left.size());
            }
        }
        return left.size() == 1 && test.shows(List.of()) ? List.of() : left;
    }

    private static <T> @Nullable List<T> without(List<T> parts, int chunks, Test<T> test) throws IOException {
        for (int i = 0; i < chunks; i++) {
            int from = (int) ((long) parts.size() * i / chunks);
            int to = (int) ((long) parts.size() * (i + 1) / chunks);
            List<T> rest = new ArrayList<>(parts.subList(0, from));
            rest.addAll(parts.subList(to, parts.size()));
            if (test.shows(rest)) {
                return rest;
            }
        }
        return null;
    }
}
