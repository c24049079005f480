// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.Event;
import org.jspecify.annotations.Nullable;

/** Follows one nodeid: every step of its life, with what both ledgers hold after it. */
public final class Watch {
    /** Steps kept. */
    public static final int STEPS_MAX = 100_000;

    /** What one superblock holds after a step; {@code count} 0 is a borrowed reference. */
    public record Held(@Nullable Superblock superblock, long count) {}

    /** One step; its words may still grow until the task's stack is read. */
    public static final class Step {
        private final Mark mark;
        private final @Nullable Superblock superblock;
        private final @Nullable Long serverCount;
        private final List<Held> held;
        private String what;

        Step(Mark mark, String what, @Nullable Superblock superblock, @Nullable Long serverCount, List<Held> held) {
            this.mark = mark;
            this.what = what;
            this.superblock = superblock;
            this.serverCount = serverCount;
            this.held = held;
        }

        public Mark mark() {
            return mark;
        }

        /** For people. */
        public String what() {
            return what;
        }

        /** The superblock concerned, null if unknown. */
        public @Nullable Superblock superblock() {
            return superblock;
        }

        /** The server's count after the step, null if unknown. */
        public @Nullable Long serverCount() {
            return serverCount;
        }

        public List<Held> held() {
            return held;
        }

        void append(String words) {
            what += words;
        }
    }

    private final long nodeid;
    private final TaskNames tasks = new TaskNames();
    private final List<Step> steps = new ArrayList<>();
    private List<Held> lastHeld = List.of();
    private @Nullable Long lastServerCount;
    private boolean sawServer;
    private long omitted;

    public Watch(long nodeid) {
        this.nodeid = nodeid;
    }

    public long nodeid() {
        return nodeid;
    }

    public List<Step> steps() {
        return steps;
    }

    /** Steps beyond {@link #STEPS_MAX}. */
    public long omitted() {
        return omitted;
    }

    boolean follows(long other) {
        return nodeid == other;
    }

    /** A step of the kernel's side; the server's own count, where its side is seen too, beats the kernel's estimate. */
    @Nullable
    Step kernelStep(Event event, String what, @Nullable Superblock superblock, long estimate, List<Held> held) {
        lastHeld = held;
        return add(event, what, superblock, sawServer ? lastServerCount : Long.valueOf(estimate), held);
    }

    /** A step of the server's side. */
    void serverStep(Event event, String what, @Nullable Long serverCount) {
        sawServer = true;
        lastServerCount = serverCount;
        add(event, what, null, serverCount, lastHeld);
    }

    private @Nullable Step add(
            Event event, String what, @Nullable Superblock superblock, @Nullable Long serverCount, List<Held> held) {
        if (steps.size() >= STEPS_MAX) {
            omitted++;
            return null;
        }
        Step step = new Step(new Mark(event, tasks), what, superblock, serverCount, held);
        steps.add(step);
        return step;
    }
}
