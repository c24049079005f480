// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.ForgetCause;
import org.jspecify.annotations.Nullable;

/** The FORGET that took a nodeid's count to 0, and what was done with the nodeid afterwards all the same. */
public final class Drop {
    /** Uses whose evidence is kept. */
    static final int USES_MAX = 32;

    /** A superblock that still held the nodeid when it was forgotten. */
    public record Holder(Superblock superblock, boolean root) {}

    private final Epoch epoch;
    private final Mark forgotten;
    private final long nlookup;
    private final boolean nlookupKnown;
    private final @Nullable Superblock by;
    private final List<Holder> holders;
    private final long order;
    private final List<Use> uses = new ArrayList<>();
    private long useCount;
    private long failedCount;
    private long aliasedCount;
    private boolean serverSaysUnknown;
    private boolean refuted;
    private boolean maybeShared;
    private boolean exact;
    private boolean lossy;
    private @Nullable Boolean serverDropped;
    private @Nullable Epoch serverEpoch;
    private @Nullable ForgetCause cause;
    private List<String> stack = List.of();

    Drop(
            Epoch epoch,
            Mark forgotten,
            @Nullable Long nlookup,
            @Nullable Superblock by,
            List<Holder> holders,
            boolean exact,
            long order) {
        this.epoch = epoch;
        this.forgotten = forgotten;
        this.nlookup = nlookup == null ? 0 : nlookup;
        this.nlookupKnown = nlookup != null;
        this.by = by;
        this.holders = List.copyOf(holders);
        this.exact = exact;
        this.order = order;
    }

    public Epoch epoch() {
        return epoch;
    }

    public Mark forgotten() {
        return forgotten;
    }

    /** How much the FORGET gave back, null if unknown. */
    public @Nullable Long nlookup() {
        return nlookupKnown ? nlookup : null;
    }

    /** The superblock that let go, null if unknown. */
    public @Nullable Superblock by() {
        return by;
    }

    public List<Holder> holders() {
        return holders;
    }

    /** Position of the FORGET among all events. */
    long order() {
        return order;
    }

    /** Whether the ledger is sure that the count fell to 0. */
    public boolean isExact() {
        return exact;
    }

    /** Whether the recorder had lost events before the FORGET. */
    public boolean isLossy() {
        return lossy;
    }

    void lossy() {
        lossy = true;
    }

    /** Whether a kernel with the fix could look the same up to here: unseen lookups of the mount point are possible. */
    public boolean isMaybeShared() {
        return maybeShared;
    }

    void maybeShared() {
        maybeShared = true;
    }

    /** What the server's own ledger says of this FORGET, null if there is no such capture. */
    public @Nullable Boolean serverDropped() {
        return serverDropped;
    }

    /** The nodeid's life as the server's own ledger has it, null if there is no such capture. */
    public @Nullable Epoch serverEpoch() {
        return serverEpoch;
    }

    void server(Epoch itsEpoch, boolean itDropped) {
        serverEpoch = itsEpoch;
        serverDropped = itsEpoch.isExact() ? itDropped : null;
    }

    public @Nullable ForgetCause cause() {
        return cause;
    }

    public List<String> stack() {
        return stack;
    }

    void cause(ForgetCause value, List<String> frames) {
        cause = value;
        stack = frames;
    }

    /** The first uses. */
    public List<Use> uses() {
        return uses;
    }

    public long useCount() {
        return useCount;
    }

    /** Uses that were answered with an error. */
    public long failedCount() {
        return failedCount;
    }

    /** Uses that reached another file. */
    public long aliasedCount() {
        return aliasedCount;
    }

    /** Whether the server itself answered that it does not know the nodeid. */
    public boolean serverSaysUnknown() {
        return serverSaysUnknown;
    }

    /** Whether the server later proved to know the nodeid although nobody had looked it up again: the count was not 0. */
    public boolean isRefuted() {
        return refuted;
    }

    void used(Use use) {
        useCount++;
        if (use.isAliased()) {
            aliasedCount++;
        }
        if (uses.size() < USES_MAX) {
            uses.add(use);
        }
    }

    /** A use was answered; unaliased success of a request that needs the nodeid refutes the drop. */
    void answered(Use use, int error) {
        use.answer(error);
        if (error < 0) {
            failedCount++;
            serverSaysUnknown |= Answers.saysUnknown(use.opcode(), error);
        } else if (!use.isAliased() && Answers.provesKnown(use.opcode(), error) && !serverSaysUnknown) {
            refuted = true;
        }
    }

    /** Takes back the uses that a late-logged lookup explains. */
    void dismissUsesAfter(long grantOrder) {
        uses.removeIf(use -> use.order() > grantOrder);
        useCount = uses.size();
        failedCount = uses.stream().filter(u -> u.isAnswered() && u.error() < 0).count();
    }
}
