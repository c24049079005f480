// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.forgetmenot.report.Activity;
import org.jfree.chart.axis.NumberAxis;

/** The buckets of a run, as few as a picture has room for. */
final class Rates {
    private static final int COLUMNS_MAX = 120;
    private static final double NS_PER_SECOND = 1e9;

    private final Activity activity;
    private final int together;
    private final Per per;

    Rates(Activity activity) {
        this.activity = activity;
        together = (activity.buckets().size() + COLUMNS_MAX - 1) / COLUMNS_MAX;
        long most = sums(activity.buckets().stream()
                        .map(Activity.Bucket::requests)
                        .toList())
                .stream()
                .mapToLong(n -> n)
                .max()
                .orElse(0);
        per = Per.of(most / length());
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

    /** What {@link #x} is drawn on. */
    NumberAxis axis() {
        boolean timed = activity.timed();
        return Style.time(timed ? "seconds from the first event on" : "events", timed, x(columns()));
    }

    /** What so many requests of one column are drawn as: so many a second, or another time; where there are no times, as they are. */
    double rate(long requests) {
        return activity.timed() ? per.rate(requests / length()) : requests;
    }

    /** What {@link #rate} is. */
    String title() {
        if (activity.timed()) {
            return "requests per " + per.words();
        }
        long events = Math.round(length());
        return events == 1 ? "requests" : "requests in each " + events + " events";
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
