// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A count over time. Of more changes than are kept, each length of time keeps its first, its least, its greatest and its last:
 * a line drawn through them looks the same.
 */
final class CountSeries {
    private static final int KEPT_MAX = 16_384;
    private static final int SLICES = KEPT_MAX / 8;

    private final List<Timeline.Count> kept = new ArrayList<>();
    private @Nullable Long last;

    void add(long at, @Nullable Long count) {
        if (!kept.isEmpty() && Objects.equals(last, count)) {
            return;
        }
        last = count;
        kept.add(new Timeline.Count(at, count));
        if (kept.size() > KEPT_MAX) {
            thin();
        }
    }

    private void thin() {
        List<Timeline.Count> all = List.copyOf(kept);
        kept.clear();
        long from = all.get(0).at();
        double slice = Math.max(1.0, (all.get(all.size() - 1).at() - from + 1.0) / SLICES);
        int begin = 0;
        while (begin < all.size()) {
            int number = (int) ((all.get(begin).at() - from) / slice);
            int end = begin + 1;
            while (end < all.size() && (int) ((all.get(end).at() - from) / slice) == number) {
                end++;
            }
            keep(all.subList(begin, end));
            begin = end;
        }
    }

    private void keep(List<Timeline.Count> slice) {
        int least = 0;
        int greatest = 0;
        for (int i = 1; i < slice.size(); i++) {
            least = value(slice.get(i)) < value(slice.get(least)) ? i : least;
            greatest = value(slice.get(i)) > value(slice.get(greatest)) ? i : greatest;
        }
        for (int i = 0; i < slice.size(); i++) {
            if (i == 0 || i == slice.size() - 1 || i == least || i == greatest) {
                kept.add(slice.get(i));
            }
        }
    }

    /** An unknown count is the least of all, so that the gap stays. */
    private static long value(Timeline.Count count) {
        return count.count() == null ? -1 : count.count();
    }

    List<Timeline.Count> counts() {
        return List.copyOf(kept);
    }
}
