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
     * @param wanted tells of nodeids whether their steps are; of others, path and holders are left out
     * @return whether it is of such a nodeid
     */
    boolean next(StepDraft step, LongPredicate wanted) {
        int flags = (int) from.next();
        step.kind = KINDS[flags & StepPage.KIND];
        step.kernelSide = (flags & StepPage.KERNEL) != 0;
        step.input = (flags & StepPage.OTHER_INPUT) == 0 ? 0 : 1;
        before.nodeid += from.nextSigned();
        nodeid = before.nodeid;
        boolean isWanted = wanted.test(nodeid);
        place(step, flags);
        step.task = objects.tasks.get(from.next());
        step.counted = (flags & StepPage.COUNTED) != 0;
        step.count = step.counted ? from.nextSigned() : 0;
        step.opcode = StepPage.hasOpcode(step.kind) ? (int) from.nextSigned() : StepDraft.UNKNOWN_OPCODE;
        step.error = StepPage.hasError(step.kind) ? (int) from.nextSigned() : 0;
        step.hasNlookup = (flags & StepPage.NLOOKUP) != 0;
        step.nlookup = step.hasNlookup ? from.next() : 0;
        step.hasParent = (flags & StepPage.PARENT) != 0;
        step.parent = step.hasParent ? from.next() : 0;
        step.marked = (flags & StepPage.MARKED) != 0;
        step.superblock = null;
        step.held.clear();
        if (step.kernelSide) {
            held(step, isWanted);
        }
        step.name.clear();
        if ((flags & StepPage.NAME) != 0) {
            from.next(step.name);
        }
        step.path = null;
        if ((flags & StepPage.PATH) != 0) {
            path(step, isWanted);
        }
        int cause = StepPage.isKernelForget(step.kind, flags) ? (int) from.next() : 0;
        step.cause = cause == 0 ? null : CAUSES[cause - 1];
        return isWanted;
    }

    private void place(StepDraft step, int flags) {
        int input = step.input;
        before.position[input] += from.nextSigned();
        step.position = before.position[input];
        step.hasTime = (flags & StepPage.TIME) != 0;
        before.timeNs[input] += step.hasTime ? from.nextSigned() : 0;
        step.timeNs = step.hasTime ? before.timeNs[input] : 0;
        boolean hasRunTime = (flags & StepPage.RUN_TIME) != 0;
        before.runNs += hasRunTime ? from.nextSigned() : 0;
        step.runNs = hasRunTime ? before.runNs : step.timeNs;
        step.hasUnique = (flags & StepPage.UNIQUE) != 0;
        before.unique[input] += step.hasUnique ? from.nextSigned() : 0;
        step.unique = step.hasUnique ? before.unique[input] : 0;
        step.hasPid = (flags & StepPage.PID) != 0;
        step.pid = step.hasPid ? (int) from.next() : 0;
    }

    private void held(StepDraft step, boolean isWanted) {
        step.superblock = objects.superblocks.get(from.next());
        for (long left = from.next(); left > 0; left--) {
            Superblock holder = objects.superblocks.get(from.next());
            long held = from.next();
            if (isWanted && holder != null) {
                step.held.add(new Watch.Held(
                        holder,
                        held >>> StepPage.HELD_BITS,
                        (held & StepPage.HELD_ROOT) != 0,
                        (held & StepPage.HELD_FORGOTTEN) != 0));
            }
        }
    }

    private void path(StepDraft step, boolean isWanted) {
        from.next(text);
        step.path = isWanted ? new String(text.bytes(), text.offset(), text.length(), StandardCharsets.UTF_8) : null;
    }
}
