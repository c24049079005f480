// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.nio.charset.StandardCharsets;
import java.util.function.LongPredicate;
import org.forgetmenot.event.ForgetCause;
import org.forgetmenot.event.StepKind;
import org.forgetmenot.event.Text;

/** Reads the steps of a {@link StepPage}. */
final class StepReader {
    private static final StepKind[] KINDS = StepKind.values();
    private static final ForgetCause[] CAUSES = ForgetCause.values();

    private final PackedNumbers from;
    private final int end;
    private final StepPage.Objects objects;
    private final StepPage.Before before = new StepPage.Before();
    private final Text text = new Text();
    private long nodeid;

    StepReader(byte[] bytes, int end, StepPage.Objects objects) {
        this.from = new PackedNumbers(bytes);
        this.end = end;
        this.objects = objects;
    }

    boolean hasNext() {
        return from.at() < end;
    }

    /** Nodeid of the step that was read. */
    long nodeid() {
        return nodeid;
    }

    /**
     * Reads a step.
     *
     * @param whole tells of nodeids whether path and holders are wanted, too, which take objects
     */
    void next(StepDraft step, LongPredicate whole) {
        int flags = (int) from.next();
        step.kind = KINDS[flags & StepPage.KIND];
        step.kernelSide = (flags & StepPage.KERNEL) != 0;
        step.place.input = (flags & StepPage.OTHER_INPUT) == 0 ? 0 : 1;
        before.nodeid += from.nextSigned();
        nodeid = before.nodeid;
        boolean isWhole = whole.test(nodeid);
        place(step, flags);
        step.task = objects.tasks.get(from.next());
        step.counted = (flags & StepPage.COUNTED) != 0;
        step.count = step.counted ? from.nextSigned() : 0;
        step.opcode = StepPage.hasOpcode(step.kind) ? (int) from.nextSigned() : Grant.UNKNOWN;
        step.error = StepPage.hasError(step.kind) ? (int) from.nextSigned() : 0;
        step.hasNlookup = (flags & StepPage.NLOOKUP) != 0;
        step.nlookup = step.hasNlookup ? from.next() : 0;
        step.hasParent = (flags & StepPage.PARENT) != 0;
        step.parent = step.hasParent ? from.next() : 0;
        step.marked = (flags & StepPage.MARKED) != 0;
        step.superblock = null;
        step.held.clear();
        if (step.kernelSide) {
            held(step, isWhole);
        }
        step.name.clear();
        if ((flags & StepPage.NAME) != 0) {
            from.next(step.name);
        }
        step.path = null;
        if ((flags & StepPage.PATH) != 0) {
            path(step, isWhole);
        }
        int cause = StepPage.isKernelForget(step.kind, flags) ? (int) from.next() : 0;
        step.cause = cause == 0 ? null : CAUSES[cause - 1];
    }

    private void place(StepDraft step, int flags) {
        Place place = step.place;
        int input = place.input;
        before.position[input] += from.nextSigned();
        place.position = before.position[input];
        place.hasTime = (flags & StepPage.TIME) != 0;
        before.timeNs[input] += place.hasTime ? from.nextSigned() : 0;
        place.timeNs = place.hasTime ? before.timeNs[input] : 0;
        boolean hasRunTime = (flags & StepPage.RUN_TIME) != 0;
        before.runNs += hasRunTime ? from.nextSigned() : 0;
        step.runNs = hasRunTime ? before.runNs : place.timeNs;
        place.hasUnique = (flags & StepPage.UNIQUE) != 0;
        before.unique[input] += place.hasUnique ? from.nextSigned() : 0;
        place.unique = place.hasUnique ? before.unique[input] : 0;
        place.hasPid = (flags & StepPage.PID) != 0;
        place.pid = place.hasPid ? (int) from.next() : 0;
    }

    private void held(StepDraft step, boolean isWhole) {
        step.superblock = objects.superblocks.get(from.next());
        for (long left = from.next(); left > 0; left--) {
            Superblock holder = objects.superblocks.get(from.next());
            long held = from.next();
            if (isWhole && holder != null) {
                step.held.add(new Watch.Held(
                        holder,
                        (held >>> StepPage.HELD_BITS) + Watch.Held.UNKNOWN,
                        (held & StepPage.HELD_ROOT) != 0,
                        (held & StepPage.HELD_FORGOTTEN) != 0));
            }
        }
    }

    private void path(StepDraft step, boolean isWhole) {
        from.next(text);
        step.path = isWhole ? new String(text.bytes(), text.offset(), text.length(), StandardCharsets.UTF_8) : null;
    }
}
