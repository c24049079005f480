// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each policy books for itself and gives back, as the kernel functions named in its class do it. */
class PolicyTest {
    private final List<Long> forgets = new ArrayList<>();
    private final Policy.MountPoint mountPoint = new Policy.MountPoint();
    private final Policy.Root first = new Policy.Root();
    private final Policy.Root second = new Policy.Root();

    private void sent(long nlookup) {
        if (nlookup > 0) {
            forgets.add(nlookup);
        }
    }

    /** Two enter, the first exits, the mount point is evicted, the second exits. */
    private int twoEnter(Policy policy, int revalidations) {
        policy.got(mountPoint);
        int lookups = policy.entered(mountPoint, first);
        mountPoint.nlookup += revalidations;
        lookups += policy.entered(mountPoint, second);
        policy.evicted(first, this::sent);
        policy.evicted(mountPoint, this::sent);
        policy.evicted(second, this::sent);
        return lookups;
    }

    @Test
    void unfixedRootsBorrow() {
        assertEquals(0, twoEnter(Policies.UNFIXED, 2));
        assertEquals(List.of(3L), forgets);
    }

    @Test
    void lookupRootsAskForThemselves() {
        assertEquals(2, twoEnter(Policies.LOOKUP, 2));
        assertEquals(List.of(1L, 3L, 1L), forgets);
    }

    @Test
    void stealTakesWhatThereIs() {
        assertEquals(0, twoEnter(Policies.STEAL, 0));
        assertEquals(List.of(1L), forgets, "the first took it and gave it back, the second had only borrowed");
    }

    @Test
    void stealTakesARevalidationToo() {
        assertEquals(0, twoEnter(Policies.STEAL, 2));
        assertEquals(List.of(1L, 1L, 1L), forgets);
    }

    @Test
    void sharedGivesTheFirstLookupBackLast() {
        assertEquals(0, twoEnter(Policies.SHARED, 0));
        assertEquals(List.of(1L), forgets);
    }

    @Test
    void sharedGivesRevalidationsBackWithTheMountPoint() {
        assertEquals(0, twoEnter(Policies.SHARED, 2));
        assertEquals(List.of(2L, 1L), forgets);
    }

    static Stream<Policy> all() {
        return Policies.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyLookupIsGivenBackInTheEnd(Policy policy) {
        for (int revalidations = 0; revalidations < 4; revalidations++) {
            forgets.clear();
            int lookups = new PolicyTest().lookups(policy, revalidations, forgets);
            assertEquals(lookups, forgets.stream().mapToLong(Long::longValue).sum(), policy.id() + " " + revalidations);
        }
    }

    private int lookups(Policy policy, int revalidations, List<Long> sent) {
        int lookups = 1 + revalidations + twoEnter(policy, revalidations);
        sent.addAll(forgets);
        return lookups;
    }

    @ParameterizedTest
    @MethodSource("all")
    void aMountPointThatNobodyEnteredGivesItsLookupsBack(Policy policy) {
        policy.got(mountPoint);
        mountPoint.nlookup += 2;
        policy.evicted(mountPoint, this::sent);
        assertEquals(3, forgets.stream().mapToLong(Long::longValue).sum());
    }

    @ParameterizedTest
    @MethodSource("all")
    void hasAName(Policy policy) {
        assertEquals(policy, Policies.byId(policy.id()).orElseThrow());
        assertTrue(policy.how().endsWith("."));
        assertTrue(policy.kernels().length() > 10);
    }
}
