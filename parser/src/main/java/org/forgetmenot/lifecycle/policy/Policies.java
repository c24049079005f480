// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.forgetmenot.lifecycle.KernelConnection;
import org.forgetmenot.lifecycle.SubmountEvidence;
import org.forgetmenot.lifecycle.SubmountHistory;
import org.jspecify.annotations.Nullable;

/** The four policies, and which of them a capture showed at work. */
public final class Policies {
    public static final Policy UNFIXED = new Unfixed();
    public static final Policy LOOKUP = new Lookup();
    public static final Policy STEAL = new Steal();
    public static final Policy SHARED = new SharedLookup();

    /** In the order of the discussion. */
    public static final List<Policy> ALL = List.of(UNFIXED, LOOKUP, STEAL, SHARED);

    /**
     * The policy that was recorded.
     *
     * @param policy null if the capture does not show it
     * @param possible the policies that it may have been; that one alone if it is known
     * @param sure whether only that policy does what was seen, in a capture that misses nothing
     * @param why what it was seen from
     */
    public record Recorded(@Nullable Policy policy, List<Policy> possible, boolean sure, String why) {
        static Recorded as(Policy policy, String why) {
            return new Recorded(policy, List.of(policy), true, why);
        }
    }

    private Policies() {}

    /** Whether some mount point and all the roots made from it ended, the roots without any lookup. */
    private static boolean isSharedByNobody(List<KernelConnection> connections) {
        return connections.stream().flatMap(c -> c.histories().stream()).anyMatch(Policies::isSharedByNobody);
    }

    private static boolean isSharedByNobody(SubmountHistory history) {
        Map<Integer, Set<Integer>> roots = new HashMap<>();
        Set<Integer> gone = new HashSet<>();
        for (SubmountHistory.Fact fact : history.facts()) {
            switch (fact.kind()) {
                case ENTERED ->
                    roots.computeIfAbsent(fact.from(), k -> new HashSet<>()).add(fact.inode());
                case MOUNT_POINT_EVICTED -> gone.add(fact.inode());
                case ROOT_EVICTED -> {
                    if (fact.nlookup() == 0) {
                        gone.add(fact.inode());
                    }
                }
                default -> {}
            }
        }
        return roots.entrySet().stream().anyMatch(e -> gone.contains(e.getKey()) && gone.containsAll(e.getValue()));
    }

    /** The policy of a name. */
    public static Optional<Policy> byId(String id) {
        return ALL.stream().filter(p -> p.id().equals(id)).findFirst();
    }

    /** Reads the recorded policy from what evictions and FORGETs showed. */
    public static Recorded recorded(SubmountEvidence evidence, List<KernelConnection> connections) {
        if (evidence.showsLookup()) {
            return Recorded.as(LOOKUP, "a LOOKUP was sent while a submount was mounted");
        }
        if (evidence.showsShared()) {
            return Recorded.as(SHARED, "a FORGET of 1 came on top of what the evicted inode had");
        }
        if (evidence.showsSteal()) {
            return Recorded.as(STEAL, "a submount's root was evicted with a lookup that it never made");
        }
        if (evidence.showsFirstLookupInEnteredMountPoint()) {
            return Recorded.as(UNFIXED, "a mount point was evicted with its first lookup although it had a submount");
        }
        if (!evidence.showsFirstLookupElsewhere() && isSharedByNobody(connections)) {
            return new Recorded(
                    UNFIXED,
                    List.of(UNFIXED),
                    false,
                    "a mount point and all its submounts were evicted, and nothing was shared or taken");
        }
        if (evidence.showsFirstLookupElsewhere()) {
            return new Recorded(
                    null,
                    List.of(SHARED, STEAL),
                    false,
                    "a mount point was evicted without its first lookup: shared or steal, which is not shown");
        }
        return new Recorded(null, ALL, false, "no mount point with a submount was evicted");
    }
}
