// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.forgetmenot.lifecycle.SubmountHistory;

/**
 * Which of the lookups that may have been the mount point's own were: the eviction tells how many, the recorded policy what
 * its nlookup means. What cannot be placed in time is tried at its earliest and at its latest.
 */
final class Unseen {
    private Unseen() {}

    /**
     * All extremes: one where there is no choice, two where lookups cannot be placed, more where the recorded policy is
     * unknown, too.
     *
     * @param recorded the policies that may have been at work when the capture was taken, not empty
     */
    static List<Set<Integer>> extremes(List<SubmountHistory.Fact> facts, List<Policy> recorded) {
        return recorded.stream()
                .flatMap(policy -> extremes(facts, policy).stream())
                .distinct()
                .toList();
    }

    private static List<Set<Integer>> extremes(List<SubmountHistory.Fact> facts, Policy recorded) {
        Map<Integer, List<Integer>> candidates = new HashMap<>();
        Map<Integer, Long> extra = new HashMap<>();
        for (int i = 0; i < facts.size(); i++) {
            SubmountHistory.Fact fact = facts.get(i);
            switch (fact.kind()) {
                case MOUNT_POINT_GOT -> extra.put(fact.inode(), recorded == Policies.SHARED ? 0L : -1L);
                case REVALIDATED -> extra.merge(fact.inode(), -1L, Long::sum);
                case MAYBE_REVALIDATED ->
                    candidates
                            .computeIfAbsent(fact.inode(), k -> new ArrayList<>())
                            .add(i);
                case MOUNT_POINT_EVICTED -> {
                    if (fact.nlookup() >= 0) {
                        extra.merge(fact.inode(), fact.nlookup() + stolen(facts, fact.inode(), recorded), Long::sum);
                    }
                }
                default -> {}
            }
        }
        Set<Integer> early = new HashSet<>();
        Set<Integer> late = new HashSet<>();
        candidates.forEach((inode, places) -> {
            int unseen = (int) Math.max(0, Math.min(places.size(), extra.getOrDefault(inode, 0L)));
            early.addAll(places.subList(0, unseen));
            late.addAll(places.subList(places.size() - unseen, places.size()));
        });
        return early.equals(late) ? List.of(early) : List.of(early, late);
    }

    /** Lookups that roots took from a mount point: an evicted root's nlookup tells, under {@code steal}. */
    private static long stolen(List<SubmountHistory.Fact> facts, int mountPoint, Policy recorded) {
        if (recorded != Policies.STEAL) {
            return 0;
        }
        Set<Integer> roots = new HashSet<>();
        long stolen = 0;
        for (SubmountHistory.Fact fact : facts) {
            if (fact.kind() == SubmountHistory.Kind.ENTERED && fact.from() == mountPoint) {
                roots.add(fact.inode());
            } else if (fact.kind() == SubmountHistory.Kind.ROOT_EVICTED && roots.contains(fact.inode())) {
                stolen += Math.max(0, fact.nlookup());
            }
        }
        return stolen;
    }
}
