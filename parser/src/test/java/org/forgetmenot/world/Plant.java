// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.forgetmenot.detect.Blame;

/** The one fault of a session: where it is done, and what was done. Healthy sessions have none. */
final class Plant {
    private static final int OFTEN = 12;

    private final Fault fault;
    private int passes;
    private boolean planted;
    private boolean confirmed;
    private long nodeid;
    private EntryReply shownBy;
    private List<Long> mustCount = List.of();
    private Integer by;
    private final List<Integer> holders = new ArrayList<>();
    private final Set<String> names = new TreeSet<>();
    private Fault consequence;

    /**
     * @param fault null for none
     * @param passes opportunities that are let pass
     */
    Plant(Fault fault, int passes) {
        this.fault = fault;
        this.passes = passes;
    }

    static Plant nothing() {
        return new Plant(null, 0);
    }

    /** Whether the world should do this wrong, here and now: true once in a session at most. */
    boolean takes(Fault what, long which) {
        if (fault != what || planted || passes-- > 0) {
            return false;
        }
        planted = true;
        nodeid = which;
        return true;
    }

    boolean isFor(Fault what) {
        return fault == what;
    }

    /** Whether it was done, and to this nodeid. */
    boolean concerns(Fault what, long which) {
        return planted && fault == what && nodeid == which;
    }

    /** How often a name must be looked up for a fault to show; 0 if the fault is none of these. */
    int provokes(Fault... faults) {
        return Arrays.asList(faults).contains(fault) ? OFTEN : 0;
    }

    /** Whoever sees this entry while these nodeids are counted sees what is wrong. */
    void showsBy(EntryReply entry, Long... counted) {
        shownBy = entry;
        mustCount = List.of(counted);
    }

    /** A reply is written. */
    @SuppressWarnings("ReferenceEquality") // equal entries are handed out rightly, too
    void replied(Reply reply, ShownCounts shown) {
        boolean isIt = shownBy != null
                && (reply.entry() == shownBy || reply.entries().stream().anyMatch(e -> e.entry() == shownBy));
        confirmed |= isIt && mustCount.stream().allMatch(shown::counts);
    }

    /** The superblock that let go. */
    void by(int sDev) {
        by = sDev;
    }

    /** A superblock that still held the nodeid. */
    void heldBy(int sDev) {
        holders.add(sDev);
    }

    /** It went wrong for everybody to see: who watches the whole of it can tell. */
    void confirm() {
        confirmed = true;
    }

    /** The same for faults that show only now. */
    void confirm(Fault... faults) {
        confirmed |= Arrays.asList(faults).contains(fault);
    }

    /** What it is to be called, as the messages showed it. */
    void called(Fault what) {
        names.add(what.code());
    }

    /** The stable names that are right for it where whole messages are seen; its own alone if nothing else is said. */
    Set<String> names() {
        return names.isEmpty() ? Set.of(fault.code()) : names;
    }

    /** What follows from it at the same nodeid, for everybody to see: to claim that too is right. */
    void bringsAbout(Fault what) {
        consequence = what;
    }

    /** Whether a finding of this nodeid tells of what followed. */
    boolean isConsequence(String code, Blame blame, Long which) {
        return consequence != null
                && consequence.code().equals(code)
                && consequence.blame() == blame
                && Long.valueOf(nodeid).equals(which);
    }

    boolean isPlanted() {
        return planted;
    }

    boolean isConfirmed() {
        return planted && confirmed;
    }

    long nodeid() {
        return nodeid;
    }

    Integer by() {
        return by;
    }

    List<Integer> holders() {
        return holders;
    }
}
