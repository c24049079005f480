// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.PriorityQueue;

/** Virtual time: what is to happen, each thing at its nanosecond. */
final class Schedule {
    /** More than any session needs: a world that never comes to rest is broken. */
    private static final int EVENTS_MAX = 200_000;

    private record Event(long timeNs, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return timeNs != other.timeNs ? Long.compare(timeNs, other.timeNs) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private long nowNs;
    private long order;

    Schedule(long startNs) {
        nowNs = startNs;
    }

    long nowNs() {
        return nowNs;
    }

    /** Does something after a while. */
    void after(long delayNs, Runnable what) {
        at(nowNs + delayNs, what);
    }

    void at(long timeNs, Runnable what) {
        queue.add(new Event(Math.max(nowNs, timeNs), order++, what));
    }

    /** A moment passes in which nothing else happens. */
    long tick() {
        nowNs += 1000;
        return nowNs;
    }

    /** Lets all of it happen, and what comes of it. */
    void run() {
        for (int i = 0; !queue.isEmpty(); i++) {
            if (i > EVENTS_MAX) {
                throw new IllegalStateException("the world does not come to rest");
            }
            Event event = queue.remove();
            nowNs = Math.max(nowNs, event.timeNs());
            event.what().run();
        }
    }
}
