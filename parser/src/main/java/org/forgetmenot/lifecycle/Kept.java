// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The first of something that a capture may show any number of times; the others are only counted. */
public final class Kept<T> {
    private final int max;
    private final List<T> first = new ArrayList<>();
    private long omitted;

    Kept(int max) {
        this.max = max;
    }

    void add(T value) {
        if (first.size() < max) {
            first.add(value);
        } else {
            omitted++;
        }
    }

    /** Something turned out to be harmless. */
    void removeIf(Predicate<T> harmless) {
        first.removeIf(harmless);
    }

    boolean isEmpty() {
        return first.isEmpty();
    }

    /** The first, in the order of the capture. */
    public List<T> first() {
        return first;
    }

    /** How many came after them. */
    public long omitted() {
        return omitted;
    }

    /** All of them. */
    public long count() {
        return first.size() + omitted;
    }
}
