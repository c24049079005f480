// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.ForgetCause;
import org.forgetmenot.event.StepKind;
import org.jspecify.annotations.Nullable;

/**
 * Follows some nodeids: hands on every step of their lives, with what both ledgers hold after it. Or all of them, and tells at
 * the end of those that are asked for then.
 */
public final class Watch {
    /**
     * What one superblock holds after a step.
     *
     * @param count lookups of its own; 0 is a borrowed reference, {@link #UNKNOWN} if the capture does not tell
     * @param forgotten whether what it holds is a life that the server has forgotten
     */
    public record Held(Superblock superblock, long count, boolean root, boolean forgotten) {
        /** Where the inode is from before the capture, or events were lost. */
        public static final long UNKNOWN = -1;

        /** Lookups of its own, null if unknown. */
        public @Nullable Long known() {
            return count == UNKNOWN ? null : (Long) count;
        }
    }

    /** A step whose cause may become known: itself, or its place in the log. */
    record Forget(@Nullable Step step, long place) {}

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
    private @Nullable StepLog log;

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
     * Keeps the steps of every nodeid, to {@link #recall} those that turn out to be wanted; until then nobody is told any.
     *
     * @param roomBytes memory to take for that, about
     */
    public void followAll(long roomBytes) {
        log = new StepLog(roomBytes);
    }

    /** Whether all steps of a nodeid were kept, so that they can be recalled. */
    public boolean isKept(long nodeid) {
        return log != null && log.isWhole(nodeid);
    }

    /** Tells the steps of nodeids to those who follow them only now that all are over. */
    public void recall() {
        if (log != null) {
            log.tell(followed.keySet(), (nodeid, step) -> followed.get(nodeid).take(step));
        }
    }

    /** The nodeid, not the root, with the most lookups and uses; empty if none was looked up, or not all are followed. */
    public OptionalLong busiest() {
        return log == null ? OptionalLong.empty() : log.busiest();
    }

    boolean follows(long nodeid) {
        return log != null || !followed.isEmpty() && followed.containsKey(nodeid); // most often nobody is followed
    }

    /** Begins a step that the event shows; add what else is known of it, and {@link #take} it. */
    StepDraft step(StepKind kind, Event event) {
        return draft.set(kind, event, tasks);
    }

    /**
     * The step that was begun is of that nodeid.
     *
     * @return what to tell the cause of, if it is a FORGET that the kernel's side shows and somebody follows; else null
     */
    @Nullable
    Forget take(long nodeid) {
        boolean isForget = draft.kernelSide && draft.kind == StepKind.FORGET;
        if (log != null) {
            long place = log.add(nodeid, draft);
            return isForget ? new Forget(null, place) : null;
        }
        Followed life = followed.get(nodeid);
        Step step = life == null ? null : life.take(draft);
        return isForget && step != null ? new Forget(step, 0) : null;
    }

    /** Why a FORGET was sent. */
    void cause(Forget forget, ForgetCause cause) {
        if (forget.step != null) {
            forget.step.cause(cause);
        } else if (log != null) {
            log.cause(forget.place, cause);
        }
    }
}
