// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.List;
import org.forgetmenot.event.ForgetCause;
import org.forgetmenot.event.StepKind;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** One step in the life of a nodeid; why a FORGET was sent may become known only when its task's stack is read. */
public final class Step {
    private final StepKind kind;
    private final Mark mark;
    private final long commonNs;
    private final boolean kernelSide;
    private final int opcode;
    private final int error;
    private final @Nullable Long nlookup;
    private final @Nullable String name;
    private final @Nullable Long parent;
    private final boolean marked;
    private final @Nullable Superblock superblock;
    private final @Nullable String path;
    private final @Nullable Long serverCount;
    private final List<Watch.Held> held;
    private @Nullable ForgetCause cause;

    Step(StepDraft draft, @Nullable Long serverCount, List<Watch.Held> held) {
        this.kind = draft.kind;
        this.mark = draft.mark();
        this.commonNs = draft.runNs;
        this.kernelSide = draft.kernelSide;
        this.opcode = draft.opcode;
        this.error = draft.error;
        this.nlookup = draft.hasNlookup ? draft.nlookup : null;
        this.name = draft.name.isEmpty() ? null : draft.name.toString();
        this.parent = draft.hasParent ? draft.parent : null;
        this.marked = draft.marked;
        this.superblock = draft.superblock;
        this.path = draft.path();
        this.cause = draft.cause;
        this.serverCount = serverCount;
        this.held = held;
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

    /** The superblock concerned, null if unknown. */
    public @Nullable Superblock superblock() {
        return superblock;
    }

    /** The server's count after the step, null if unknown. */
    public @Nullable Long serverCount() {
        return serverCount;
    }

    /** Who holds the nodeid after the step, as far as the kernel's side shows. */
    public List<Watch.Held> held() {
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

    void cause(@Nullable ForgetCause value) {
        cause = value;
    }

    /** Name of the request's opcode, of a use or a failure; null of other steps. */
    public @Nullable String request() {
        return switch (kind) {
            case USED, USED_FORGOTTEN, ERROR, ERROR_FORGOTTEN -> Opcode.name(opcode);
            default -> null;
        };
    }

    /** For people; names are safe to print. */
    public String what() {
        return switch (kind) {
            case LOOKUP -> kernelSide ? got() : handedOut();
            case ROOT -> "root of a submount" + (marked ? ", with a lookup of its own" : ", with no lookup of its own");
            case SUBMOUNT -> "a submount is mounted on it";
            case EVICTED -> "inode evicted, nlookup " + given();
            case FORGET -> "FORGET nlookup " + given() + (cause == null ? "" : ", by " + cause.sentence());
            case TAKEN_BACK -> "taken back by the server before it replied";
            case USED -> "used by " + Opcode.name(opcode);
            case USED_FORGOTTEN -> "used by " + Opcode.name(opcode) + " after it was forgotten";
            case ERROR, ERROR_FORGOTTEN -> Opcode.name(opcode) + " answered " + Errno.name(error);
            case UNMOUNTED -> "the superblock is unmounted";
        };
    }

    private String got() {
        return "inode got"
                + (parent == null ? "" : " by " + Opcode.name(opcode) + " of nodeid " + Long.toUnsignedString(parent))
                + (marked ? ", a mount point (SUBMOUNT)" : "");
    }

    private String handedOut() {
        return "handed out by " + (opcode == Grant.UNKNOWN ? "a reply" : Opcode.name(opcode))
                + (name == null ? "" : " of \"" + name + "\"")
                + (parent == null ? "" : " in nodeid " + Long.toUnsignedString(parent));
    }

    private String given() {
        return nlookup == null ? "unknown" : Long.toUnsignedString(nlookup);
    }
}
