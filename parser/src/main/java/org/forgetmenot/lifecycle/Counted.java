// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.forgetmenot.event.Event;
import org.jspecify.annotations.Nullable;

/** Something that is only counted: how often it was met, and where first. */
public final class Counted {
    private long count;
    private @Nullable Mark first;

    void add(Event event, TaskNames taskNames) {
        if (count == 0) {
            first = new Mark(event, taskNames);
        }
        count++;
    }

    public long count() {
        return count;
    }

    /** Where it was met first, null if it never was. */
    public @Nullable Mark first() {
        return first;
    }
}
