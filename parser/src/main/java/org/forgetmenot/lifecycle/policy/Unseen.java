// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.forgetmenot.lifecycle.SubmountHistory;

/**
 * Which of the lookups that may have been the mount point's own were: the eviction tells how many, the recorded policy what
 * its nlookup means. What cannot be placed in time is tried at its earliest and at its latest.
 */
final class Unseen {
    private Unseen() {}

    /**
     * All extremes: one where there is no choice, two where lookups cannot be placed, more where it is not known how many
     * there were, since the mount point or a root was not evicted, or which policy was recorded.
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
        Set<Integer> evicted = new HashSet<>();
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
                        extra.merge(fact.inode(), fact.nlookup(), Long::sum);
                        evicted.add(fact.inode());
                    }
                }
                default -> {}
            }
        }
        Placed placed = new Placed();
        candidates.forEach((inode, places) -> {
            Taken taken = recorded == Policies.STEAL ? Taken.from(facts, inode) : Taken.NOTHING;
            long known = extra.getOrDefault(inode, 0L) + taken.least();
            boolean isKnown = evicted.contains(inode);
            placed.add(
                    places,
                    clamp(isKnown ? known : 0, places.size()),
                    clamp(isKnown ? known + taken.unknown() : places.size(), places.size()));
        });
        return placed.extremes();
    }

    private static int clamp(long unseen, int most) {
        return (int) Math.max(0, Math.min(most, unseen));
    }

    /** Lookups placed as early and as late as they may have been, the fewest that there may be and the most. */
    private static final class Placed {
        private final Set<Integer> fewEarly = new HashSet<>();
        private final Set<Integer> fewLate = new HashSet<>();
        private final Set<Integer> manyEarly = new HashSet<>();
        private final Set<Integer> manyLate = new HashSet<>();

        void add(List<Integer> places, int fewest, int most) {
            fewEarly.addAll(places.subList(0, fewest));
            fewLate.addAll(places.subList(places.size() - fewest, places.size()));
            manyEarly.addAll(places.subList(0, most));
            manyLate.addAll(places.subList(places.size() - most, places.size()));
        }

        List<Set<Integer>> extremes() {
            return Stream.of(fewEarly, fewLate, manyEarly, manyLate).distinct().toList();
        }
    }

    /**
     * Lookups that roots took from a mount point, under {@code steal}.
     *
     * @param least what evicted roots had
     * @param unknown roots that were not evicted, each of which may have taken one
     */
    private record Taken(long least, long unknown) {
        static final Taken NOTHING = new Taken(0, 0);

        static Taken from(List<SubmountHistory.Fact> facts, int mountPoint) {
            Set<Integer> roots = new HashSet<>();
            long least = 0;
            for (SubmountHistory.Fact fact : facts) {
                if (fact.kind() == SubmountHistory.Kind.ENTERED && fact.from() == mountPoint) {
                    roots.add(fact.inode());
                } else if (fact.kind() == SubmountHistory.Kind.ROOT_EVICTED
                        && fact.nlookup() >= 0
                        && roots.remove(fact.inode())) {
                    least += fact.nlookup();
                }
            }
            return new Taken(least, roots.size());
        }
    }
}
