// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
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

        /** Each side tells its half; the server's own count, where its side is seen too, beats the kernel's estimate. */
        Step take(StepDraft draft) {
            Long count = draft.counted ? draft.count : null;
            if (draft.kernelSide) {
                held = List.copyOf(draft.held);
                count = sawServer ? serverCount : count;
            } else {
                sawServer = true;
                serverCount = count;
            }
            Step step = new Step(draft, count, held);
            steps.accept(step);
            return step;
        }
    }

    private final TaskNames tasks = new TaskNames();
    private final StepDraft draft = new StepDraft();
    private final Long2ObjectOpenHashMap<Followed> followed = new Long2ObjectOpenHashMap<>();
    private int mountPointsMax;
    private LongFunction<Consumer<Step>> mountPoints = nodeid -> step -> {};
    private @Nullable Step forget;

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

    /** Begins a step that the event shows; add what else is known of it, and {@link #take} it. */
    StepDraft step(StepKind kind, Event event) {
        return draft.set(kind, event, tasks);
    }

    /** The step that was begun is of that nodeid. */
    void take(long nodeid) {
        Followed life = followed.get(nodeid);
        Step step = life == null ? null : life.take(draft);
        if (draft.kernelSide && draft.kind == StepKind.FORGET) {
            forget = step;
        }
    }

    /** Why the last FORGET was sent that the kernel's side showed. */
    void cause(ForgetCause cause) {
        if (forget != null) {
            forget.cause(cause);
        }
    }
}
