// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.forgetmenot.lifecycle.Facts;
import org.junit.jupiter.api.Test;

/** Which lookups were the mount point's own, from what its eviction tells. */
class UnseenTest {
    /** Facts 2, 3 and 4 may be lookups of mount point 0. */
    private static Facts threeCandidates(long nlookup, long rootHad) {
        return new Facts()
                .got(0)
                .entered(1, 0)
                .maybe(0)
                .maybe(0)
                .maybe(0)
                .mountPointEvicted(0, nlookup)
                .rootEvicted(1, rootHad);
    }

    private static List<Set<Integer>> extremes(Facts facts, Policy... recorded) {
        return Unseen.extremes(facts.list(), List.of(recorded));
    }

    @Test
    void noneWhereTheEvictionHasNoMoreThanWasSeen() {
        assertEquals(List.of(Set.of()), extremes(threeCandidates(1, 0), Policies.UNFIXED));
        assertEquals(List.of(Set.of()), extremes(threeCandidates(0, 0), Policies.SHARED));
        assertEquals(List.of(Set.of()), extremes(threeCandidates(0, 1), Policies.STEAL));
        assertEquals(List.of(Set.of()), extremes(threeCandidates(1, 1), Policies.LOOKUP));
    }

    @Test
    void allWhereAllAreNeeded() {
        assertEquals(List.of(Set.of(2, 3, 4)), extremes(threeCandidates(4, 0), Policies.UNFIXED));
        assertEquals(List.of(Set.of(2, 3, 4)), extremes(threeCandidates(3, 0), Policies.SHARED));
        assertEquals(List.of(Set.of(2, 3, 4)), extremes(threeCandidates(3, 1), Policies.STEAL));
    }

    @Test
    void theEarliestAndTheLatestWhereThereIsAChoice() {
        assertEquals(List.of(Set.of(2), Set.of(4)), extremes(threeCandidates(2, 0), Policies.UNFIXED));
        assertEquals(List.of(Set.of(2, 3), Set.of(3, 4)), extremes(threeCandidates(2, 0), Policies.SHARED));
    }

    @Test
    void moreThanThereAreCandidatesIsAllOfThem() {
        assertEquals(List.of(Set.of(2, 3, 4)), extremes(threeCandidates(100, 0), Policies.UNFIXED));
    }

    @Test
    void whatAnEventAlreadyShowsIsNotLookedForAgain() {
        Facts facts = new Facts()
                .got(0)
                .maybe(0)
                .maybe(0)
                .revalidated(0)
                .entered(1, 0)
                .mountPointEvicted(0, 2)
                .rootEvicted(1, 0);
        assertEquals(6, facts.list().size(), "the last candidate is the one that the walk revalidated");
        assertEquals(List.of(Set.of()), extremes(facts, Policies.UNFIXED));
    }

    @Test
    void anUnknownPolicyIsTriedAsEachThatItMayHaveBeen() {
        assertEquals(
                List.of(Set.of(2), Set.of(4), Set.of()),
                extremes(threeCandidates(1, 0), Policies.SHARED, Policies.UNFIXED));
    }

    @Test
    void aMountPointThatWasNotEvictedDoesNotTellHowManyItHad() {
        assertEquals(
                List.of(Set.of(), Set.of(1)),
                extremes(new Facts().got(0).maybe(0).entered(1, 0), Policies.UNFIXED));
    }

    @Test
    void aRootThatWasNotEvictedMayHaveTakenOne() {
        Facts facts = new Facts().got(0).maybe(0).entered(1, 0).mountPointEvicted(0, 1);
        assertEquals(List.of(Set.of(), Set.of(1)), extremes(facts, Policies.STEAL));
    }
}
