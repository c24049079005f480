// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.forgetmenot.report.Activity;

/** The buckets of a run, as few as a picture has room for. */
final class Rates {
    private static final int COLUMNS_MAX = 120;
    private static final double NS_PER_SECOND = 1e9;

    private final Activity activity;
    private final int together;

    Rates(Activity activity) {
        this.activity = activity;
        together = (activity.buckets().size() + COLUMNS_MAX - 1) / COLUMNS_MAX;
    }

    /** How many columns there are. */
    int columns() {
        return together == 0 ? 0 : (activity.buckets().size() + together - 1) / together;
    }

    /** When a column begins, from the first event on: in seconds, or in events where there are no times. */
    double x(int column) {
        double units = (double) column * together * activity.bucket();
        return activity.timed() ? units / NS_PER_SECOND : units;
    }

    /** How long a column is. */
    double length() {
        return x(1);
    }

    String title() {
        return activity.timed() ? "seconds from the first event on" : "events";
    }

    /** Adds up what the buckets of each column have. */
    List<Long> sums(List<Long> buckets) {
        return combined(buckets, Long::sum);
    }

    /** The most that a bucket of each column has. */
    List<Long> peaks(List<Long> buckets) {
        return combined(buckets, Math::max);
    }

    private List<Long> combined(List<Long> buckets, LongBinaryOperator both) {
        List<Long> columns = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            int column = i / together;
            if (column == columns.size()) {
                columns.add(buckets.get(i));
            } else {
                columns.set(column, both.applyAsLong(columns.get(column), buckets.get(i)));
            }
        }
        return columns;
    }
}
