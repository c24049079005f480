// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.forgetmenot.event.ForgetCause;
import org.forgetmenot.event.StepKind;

/**
 * Steps one after the other, some fifteen bytes for each: what is usual takes none, and what rises is told as the difference
 * from the step before.
 *
 * <p>A step is its flags, of which the lowest four bits are the kind, and then what they promise, in the order of {@link #write}
 * and {@link StepReader#next}.
 */
final class StepPage {
    /** Of the nodeids that a page has steps of. */
    private static final int HASH_BITS = 16;

    /** What a step takes at most beside its texts and its holders. */
    private static final int STEP_BYTES_MAX = 20 * PackedNumbers.NUMBER_BYTES_MAX;

    private static final int HOLDER_BYTES_MAX = 2 * PackedNumbers.NUMBER_BYTES_MAX;

    static final int KIND = 0xf;
    static final int KERNEL = 1 << 4;
    static final int TIME = 1 << 5;
    static final int COUNTED = 1 << 6;
    static final int UNIQUE = 1 << 7;
    static final int PID = 1 << 8;
    static final int NLOOKUP = 1 << 9;
    static final int PARENT = 1 << 10;
    static final int MARKED = 1 << 11;
    static final int NAME = 1 << 12;
    static final int PATH = 1 << 13;
    /** The time of the run is another than the capture's. */
    static final int RUN_TIME = 1 << 14;

    static final int OTHER_INPUT = 1 << 15;

    static final int HELD_ROOT = 1;
    static final int HELD_FORGOTTEN = 2;
    static final int HELD_BITS = 2;

    /** What objects the numbers in pages stand for. */
    static final class Objects {
        final Numbered<String> tasks = new Numbered<>();
        final Numbered<Superblock> superblocks = new Numbered<>();
    }

    /** What the next step is told as the difference from, of its own capture where there are two. */
    static final class Before {
        final long[] position = new long[2];
        final long[] timeNs = new long[2];
        final long[] unique = new long[2];
        long runNs;
        long nodeid;
    }

    private final Objects objects;
    private final PackedNumbers packed;
    private final Before before = new Before();
    private final NodeidFilter nodeids = new NodeidFilter(HASH_BITS);
    private int causeAt = -1;

    /** @param bytes the size of the page */
    StepPage(int bytes, Objects objects) {
        this.packed = new PackedNumbers(new byte[bytes]);
        this.objects = objects;
    }

    /** What a step may take, at most. */
    static int bytesMax(StepDraft step, byte[] path) {
        return STEP_BYTES_MAX + step.held.size() * HOLDER_BYTES_MAX + step.name.length() + path.length;
    }

    int bytesLeft() {
        return packed.left();
    }

    /** How many bytes it takes, full or not. */
    int size() {
        return packed.bytes().length;
    }

    /** Whether it may have steps of a nodeid. */
    boolean mayHave(long nodeid) {
        return nodeids.mayHave(nodeid);
    }

    /** Reads it from its first step on. */
    StepReader reader() {
        return new StepReader(packed.bytes(), packed.at(), objects);
    }

    /**
     * Adds a step, for which there must be room.
     *
     * @param path of the nodeid; empty if it was told before, or is not known
     * @return false if not all of it could be kept
     */
    boolean write(long nodeid, StepDraft step, byte[] path) {
        int flags = flags(step, path);
        int input = (flags & OTHER_INPUT) == 0 ? 0 : 1;
        packed.put(flags);
        packed.putSigned(nodeid - before.nodeid);
        before.nodeid = nodeid;
        nodeids.add(nodeid);
        packed.putSigned(step.place.position - before.position[input]);
        before.position[input] = step.place.position;
        if ((flags & TIME) != 0) {
            packed.putSigned(step.place.timeNs - before.timeNs[input]);
            before.timeNs[input] = step.place.timeNs;
        }
        if ((flags & RUN_TIME) != 0) {
            packed.putSigned(step.runNs - before.runNs);
            before.runNs = step.runNs;
        }
        if ((flags & UNIQUE) != 0) {
            packed.putSigned(step.place.unique - before.unique[input]);
            before.unique[input] = step.place.unique;
        }
        if ((flags & PID) != 0) {
            packed.put(Integer.toUnsignedLong(step.place.pid));
        }
        boolean exact = number(objects.tasks.numberOf(step.task));
        if ((flags & COUNTED) != 0) {
            packed.putSigned(step.count);
        }
        if (hasOpcode(step.kind)) {
            packed.putSigned(step.opcode);
        }
        if (hasError(step.kind)) {
            packed.putSigned(step.error);
        }
        if ((flags & NLOOKUP) != 0) {
            packed.put(step.nlookup);
        }
        if ((flags & PARENT) != 0) {
            packed.put(step.parent);
        }
        if ((flags & KERNEL) != 0) {
            exact &= held(step);
        }
        if ((flags & NAME) != 0) {
            packed.put(step.name.bytes(), step.name.offset(), step.name.length());
        }
        if ((flags & PATH) != 0) {
            packed.put(path, 0, path.length);
        }
        if (isKernelForget(step.kind, flags)) {
            causeAt = packed.at();
            packed.put(0);
        }
        return exact && step.place.input <= 1;
    }

    private boolean held(StepDraft step) {
        boolean exact = number(objects.superblocks.numberOf(step.superblock));
        packed.put(step.held.size());
        for (Watch.Held held : step.held) {
            exact &= number(objects.superblocks.numberOf(held.superblock()));
            packed.put(held.count() - Watch.Held.UNKNOWN << HELD_BITS
                    | (held.root() ? HELD_ROOT : 0)
                    | (held.forgotten() ? HELD_FORGOTTEN : 0));
        }
        return exact;
    }

    private boolean number(int number) {
        packed.put(Math.max(0, number));
        return number >= 0;
    }

    /** Where the cause of the last step goes, if that is a FORGET that the kernel's side shows; -1 if there was none yet. */
    int causeAt() {
        return causeAt;
    }

    /** Why a FORGET was sent whose cause goes there. */
    @SuppressWarnings("EnumOrdinal") // a page lives no longer than the program
    void cause(int at, ForgetCause cause) {
        packed.bytes()[at] = (byte) (cause.ordinal() + 1);
    }

    @SuppressWarnings("EnumOrdinal")
    private static int flags(StepDraft step, byte[] path) {
        return step.kind.ordinal()
                | (step.kernelSide ? KERNEL : 0)
                | (step.place.hasTime ? TIME : 0)
                | (step.counted ? COUNTED : 0)
                | (step.place.hasUnique ? UNIQUE : 0)
                | (step.place.hasPid ? PID : 0)
                | (step.hasNlookup ? NLOOKUP : 0)
                | (step.hasParent ? PARENT : 0)
                | (step.marked ? MARKED : 0)
                | (step.name.isEmpty() ? 0 : NAME)
                | (path.length == 0 ? 0 : PATH)
                | (step.runNs == step.place.timeNs ? 0 : RUN_TIME)
                | (step.place.input == 0 ? 0 : OTHER_INPUT);
    }

    static boolean hasOpcode(StepKind kind) {
        return switch (kind) {
            case LOOKUP, USED, USED_FORGOTTEN, ERROR, ERROR_FORGOTTEN -> true;
            default -> false;
        };
    }

    static boolean hasError(StepKind kind) {
        return kind == StepKind.ERROR || kind == StepKind.ERROR_FORGOTTEN;
    }

    static boolean isKernelForget(StepKind kind, int flags) {
        return kind == StepKind.FORGET && (flags & KERNEL) != 0;
    }
}
