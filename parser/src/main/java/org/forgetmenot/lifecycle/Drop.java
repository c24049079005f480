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

    /** How long a FORGET may take to reach the server: a request may overtake it. */
    private static final long IN_FLIGHT_NS = 1_000_000_000L;

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
    private long aliasedFailedCount;
    private boolean serverSaysUnknown;
    private boolean refuted;
    private boolean handedOutAgain;
    private long lastProofOrder = -1;
    private long lastProofNs;
    private long lastUnknownOrder = -1;
    private long failedAfterProof;
    private boolean maybeShared;
    private boolean exact;
    private boolean lossy;
    private boolean listed;
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

    void inexact() {
        exact = false;
    }

    /** Whether the recorder had lost events before the FORGET. */
    public boolean isLossy() {
        return lossy;
    }

    void lossy() {
        lossy = true;
    }

    /** Whether {@link Incidents} has it, or has counted it. */
    boolean isListed() {
        return listed;
    }

    void listed(boolean value) {
        listed = value;
    }

    /** Whether a kernel with the fix could look the same up to here: unseen lookups of the mount point are possible. */
    public boolean isMaybeShared() {
        return maybeShared;
    }

    void maybeShared() {
        maybeShared = true;
    }

    /** Whether the server gave the nodeid to a new file afterwards, which proves that it had let go of the old one. */
    public boolean isHandedOutAgain() {
        return handedOutAgain;
    }

    void handedOutAgain() {
        handedOutAgain = true;
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

    /** Those of them that were answered with an error, by whatever file it is now. */
    public long aliasedFailedCount() {
        return aliasedFailedCount;
    }

    /** Whether the server itself answered that it does not know the nodeid. */
    public boolean serverSaysUnknown() {
        return serverSaysUnknown;
    }

    /**
     * Whether the server proved to know the nodeid although nobody had looked it up again: the count was not 0.
     *
     * <p>FORGET travels on a queue of its own, so requests that are sent soon after it may still be answered; a server that
     * says afterwards that it does not know the nodeid has the last word. Where the count fell to 0 for sure, that word stands:
     * a server that answers later was asked for the name again, in a lookup that no event attributes to the nodeid.
     */
    public boolean isRefuted() {
        return !handedOutAgain && (refuted || (lastProofOrder > lastUnknownOrder && !(exact && provedOnlyAtFirst())));
    }

    /** Whether nobody holds the nodeid any more, so that nothing can follow. */
    boolean isOver() {
        return epoch.holders().isEmpty();
    }

    /**
     * Whether anything bad can be said of it as it stands: what neither the ledger nor the server is sure of is none.
     *
     * @param shared the kernel is one with the fix, so that only the server's word counts
     */
    boolean mayBeFinding(boolean shared) {
        if (isRefuted() || Boolean.FALSE.equals(serverDropped)) {
            return false;
        }
        boolean told = serverSaysUnknown || aliasedCount > 0 || Boolean.TRUE.equals(serverDropped);
        return told || (!shared && (exact || handedOutAgain));
    }

    private boolean provedOnlyAtFirst() {
        return failedAfterProof > 0 && lastProofNs - forgotten.timeNs() < IN_FLIGHT_NS && forgotten.hasTime();
    }

    /** The ledger learnt that the count had not been 0. */
    void refute() {
        refuted = !serverSaysUnknown;
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

    /** A use was answered. */
    void answered(Use use, int error) {
        if (use.isAnswered()) {
            return; // the other view of the run has told already
        }
        use.answer(error);
        if (error < 0) {
            failedCount++;
            aliasedFailedCount += use.isAliased() ? 1 : 0;
            failedAfterProof++;
            if (Answers.saysUnknown(use.opcode(), error)) {
                serverSaysUnknown = true;
                lastUnknownOrder = use.order();
            }
        } else if (!use.isAliased() && Answers.provesKnown(use.opcode(), error) && !(exact && serverSaysUnknown)) {
            lastProofOrder = use.order();
            lastProofNs = use.mark().timeNs();
            failedAfterProof = 0;
        }
    }

    /** Takes back the uses that a late-logged lookup explains: all but those that the server refused. */
    void dismissUsesAfter(long grantOrder) {
        uses.removeIf(use -> {
            boolean isExplained = use.order() > grantOrder && !isRefused(use);
            if (isExplained) {
                useCount--;
                failedCount -= use.isAnswered() && use.error() < 0 ? 1 : 0;
            }
            return isExplained;
        });
    }

    private static boolean isRefused(Use use) {
        return use.isAnswered() && Answers.saysUnknown(use.opcode(), use.error());
    }
}
