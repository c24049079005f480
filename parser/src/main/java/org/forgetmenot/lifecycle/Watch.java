// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongIterable;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.ForgetCause;
import org.forgetmenot.event.StepKind;
import org.jspecify.annotations.Nullable;

/** Follows some nodeids: hands on every step of their lives, with what both ledgers hold after it. */
public final class Watch {
    /**
     * What one superblock holds after a step.
     *
     * @param count lookups of its own; 0 is a borrowed reference
     * @param forgotten whether what it holds is a life that the server has forgotten
     */
    public record Held(Superblock superblock, long count, boolean root, boolean forgotten) {}

    /** One step; its words may still grow until the task's stack is read. */
    public static final class Step {
        private final StepKind kind;
        private final Mark mark;
        private final long commonNs;
        private final boolean kernelSide;
        private final @Nullable Superblock superblock;
        private final @Nullable Long serverCount;
        private final List<Held> held;
        private final @Nullable Long nlookup;
        private final @Nullable String path;
        private String what;
        private @Nullable ForgetCause cause;

        private Step(
                StepKind kind,
                Event event,
                TaskNames tasks,
                String what,
                @Nullable Superblock superblock,
                @Nullable Long serverCount,
                List<Held> held,
                @Nullable String path) {
            this.kind = kind;
            this.mark = new Mark(event, tasks);
            this.commonNs = event.runNs();
            this.kernelSide = event.kind().isKernel();
            this.what = what;
            this.superblock = superblock;
            this.serverCount = serverCount;
            this.held = held;
            this.nlookup = event.hasNlookup() ? event.nlookup() : null;
            this.path = path;
        }

        public StepKind kind() {
            return kind;
        }

        public Mark mark() {
            return mark;
        }

        /** When it was on the clock that all captures of the run share; without meaning if its mark has no time. */
        public long commonNs() {
            return commonNs;
        }

        /** Whether the kernel shows it and not its server. */
        public boolean isKernelSide() {
            return kernelSide;
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

        /** What an eviction or a FORGET says of it, null if it says nothing. */
        public @Nullable Long nlookup() {
            return nlookup;
        }

        /** Of a lookup that the server's side shows: the nodeid's path as far as names were seen, null if none was. */
        public @Nullable String path() {
            return path;
        }

        /** Why a FORGET was sent, null if no stack shows it. */
        public @Nullable ForgetCause cause() {
            return cause;
        }

        void cause(ForgetCause value) {
            cause = value;
            what += ", by " + value.sentence();
        }
    }

    /** What is known of one nodeid between its steps. */
    private static final class Followed {
        final Consumer<Step> steps;
        List<Held> held = List.of();

        @Nullable
        Long serverCount;

        boolean sawServer;

        Followed(Consumer<Step> steps) {
            this.steps = steps;
        }
    }

    private final TaskNames tasks = new TaskNames();
    private final Long2ObjectOpenHashMap<Followed> followed = new Long2ObjectOpenHashMap<>();
    private int mountPointsMax;
    private LongFunction<Consumer<Step>> mountPoints = nodeid -> step -> {};

    /**
     * Follows a nodeid.
     *
     * @param nodeid unsigned
     * @param steps is given each step
     */
    public void follow(long nodeid, Consumer<Step> steps) {
        followed.put(nodeid, new Followed(steps));
    }

    /**
     * Follows the nodeids of mount points, too, from when they are first seen as such.
     *
     * @param max how many at most
     * @param steps makes what is given each step of a nodeid
     */
    public void followMountPoints(int max, LongFunction<Consumer<Step>> steps) {
        mountPointsMax = max;
        mountPoints = steps;
    }

    /** A mount point is met. */
    void meets(long mountPoint) {
        if (mountPointsMax > 0 && !follows(mountPoint)) {
            mountPointsMax--;
            follow(mountPoint, mountPoints.apply(mountPoint));
        }
    }

    boolean follows(long nodeid) {
        return followed.containsKey(nodeid);
    }

    LongIterable nodeids() {
        return followed.keySet();
    }

    /** A step of the kernel's side; the server's own count, where its side is seen too, beats the kernel's estimate. */
    @Nullable
    Step kernelStep(
            long nodeid,
            StepKind kind,
            Event event,
            String what,
            @Nullable Superblock superblock,
            long estimate,
            List<Held> held) {
        Followed life = followed.get(nodeid);
        if (life == null) {
            return null;
        }
        life.held = held;
        Long count = life.sawServer ? life.serverCount : Long.valueOf(estimate);
        Step step = new Step(kind, event, tasks, what, superblock, count, held, null);
        life.steps.accept(step);
        return step;
    }

    /** A step of the server's side. */
    void serverStep(
            long nodeid, StepKind kind, Event event, String what, @Nullable Long serverCount, @Nullable String path) {
        Followed life = followed.get(nodeid);
        if (life != null) {
            life.sawServer = true;
            life.serverCount = serverCount;
            life.steps.accept(new Step(kind, event, tasks, what, null, serverCount, life.held, path));
        }
    }
}
