// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Set;
import org.forgetmenot.lifecycle.Facts;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.policy.Outcome.Result;
import org.junit.jupiter.api.Test;

/** Policies played over small histories. */
class OutcomeTest {
    private static Outcome outcome(Policy policy, Facts facts, Policy... recorded) {
        return Outcome.of(policy, facts.connections(), List.of(recorded));
    }

    private static void assertOutcomes(Facts facts, Result unfixed, Result lookup, Result steal, Result shared) {
        assertEquals(
                List.of(unfixed, lookup, steal, shared),
                Policies.ALL.stream()
                        .map(policy -> outcome(policy, facts, Policies.UNFIXED).result())
                        .toList());
    }

    private static long at(Mark mark) {
        return mark == null ? -1 : mark.position();
    }

    /** One container; the mount point's dentry is dropped while it works on. */
    private static Facts one() {
        return new Facts()
                .got(0)
                .entered(1, 0)
                .used(1)
                .mountPointEvicted(0, 1)
                .used(1)
                .rootEvicted(1, 0);
    }

    /** Two containers share one lookup; the first exits. */
    private static Facts two() {
        return new Facts()
                .got(0)
                .entered(1, 0)
                .entered(2, 0)
                .killed(1)
                .rootEvicted(1, 0)
                .used(2)
                .mountPointEvicted(0, 1)
                .used(2)
                .rootEvicted(2, 0);
    }

    @Test
    void oneContainerFailsOnlyUnfixed() {
        assertOutcomes(one(), Result.FAILS, Result.SURVIVES, Result.SURVIVES, Result.SURVIVES);
        Outcome unfixed = outcome(Policies.UNFIXED, one(), Policies.UNFIXED);
        assertEquals(List.of(3L), unfixed.dropped());
        assertEquals(4, at(unfixed.droppedAt()));
        assertEquals(5, at(unfixed.firstBadUse()));
    }

    @Test
    void twoAtOnceFailUnderStealToo() {
        assertOutcomes(two(), Result.FAILS, Result.SURVIVES, Result.FAILS, Result.SURVIVES);
        assertEquals(5, at(outcome(Policies.STEAL, two(), Policies.UNFIXED).droppedAt()), "the exit of the first");
        assertEquals(
                7, at(outcome(Policies.UNFIXED, two(), Policies.UNFIXED).droppedAt()), "the mount point's eviction");
    }

    @Test
    void aRevalidationBetweenTheTwoSavesSteal() {
        Facts facts = new Facts()
                .got(0)
                .entered(1, 0)
                .revalidated(0)
                .entered(2, 0)
                .killed(1)
                .rootEvicted(1, 0)
                .mountPointEvicted(0, 2)
                .used(2)
                .rootEvicted(2, 0);
        assertOutcomes(facts, Result.FAILS, Result.SURVIVES, Result.SURVIVES, Result.SURVIVES);
    }

    @Test
    void whatAnExitingSubmountHeldIsNoLoss() {
        Facts facts = new Facts()
                .got(0)
                .entered(1, 0)
                .killed(1)
                .mountPointEvicted(0, 1)
                .used(1)
                .rootEvicted(1, 0);
        assertOutcomes(facts, Result.SURVIVES, Result.SURVIVES, Result.SURVIVES, Result.SURVIVES);
    }

    @Test
    void aDropThatNobodyMeetsIsLatent() {
        Facts facts = new Facts().got(0).entered(1, 0).used(1).mountPointEvicted(0, 1);
        assertOutcomes(facts, Result.LATENT, Result.SURVIVES, Result.SURVIVES, Result.SURVIVES);
        Outcome unfixed = outcome(Policies.UNFIXED, facts, Policies.UNFIXED);
        assertNotNull(unfixed.droppedAt());
        assertNull(unfixed.firstBadUse());
    }

    @Test
    void aLookupThatCannotBePlacedLeavesItOpen() {
        // before the second enters it gives steal something to take, after that it is too late
        Facts facts = new Facts()
                .got(0)
                .entered(1, 0)
                .maybe(0)
                .entered(2, 0)
                .mountPointEvicted(0, 2)
                .used(2)
                .rootEvicted(1, 0)
                .maybe(0)
                .used(2);
        assertEquals(
                Result.SURVIVES,
                outcome(Policies.SHARED, facts, Policies.UNFIXED).result());
        Facts open = new Facts()
                .got(0)
                .entered(1, 0)
                .maybe(0)
                .entered(2, 0)
                .killed(1)
                .rootEvicted(1, 0)
                .used(2)
                .maybe(0)
                .mountPointEvicted(0, 2)
                .used(2)
                .rootEvicted(2, 0);
        assertEquals(
                Result.UNPLACED, outcome(Policies.STEAL, open, Policies.UNFIXED).result());
        assertEquals(
                Result.FAILS, outcome(Policies.UNFIXED, open, Policies.UNFIXED).result());
        assertEquals(
                Result.SURVIVES,
                outcome(Policies.LOOKUP, open, Policies.UNFIXED).result());
    }

    @Test
    void aMountPointFromBeforeTheCaptureLeavesItOpen() {
        Facts facts = new Facts().entered(1, -1).got(0).mountPointEvicted(0, 1).used(1);
        assertOutcomes(facts, Result.INCOMPLETE, Result.INCOMPLETE, Result.INCOMPLETE, Result.INCOMPLETE);
    }

    @Test
    void ofTwoThatEnterAtTheSameTimeTheFirstToBeDoneTakes() {
        Facts facts = new Facts()
                .got(0)
                .entered(1, 0)
                .entered(2, 0)
                .mounted(2)
                .mounted(1)
                .killed(2)
                .rootEvicted(2, 0)
                .used(1);
        assertEquals(
                List.of(0, 2, 1, 2, 2, 1),
                facts.list().stream().map(f -> f.inode()).toList());
        assertEquals(
                Result.FAILS, outcome(Policies.STEAL, facts, Policies.UNFIXED).result());
    }

    @Test
    void oneThatEntersAfterAnotherStaysBehindIt() {
        Facts facts = new Facts()
                .got(0)
                .entered(1, 0)
                .mounted(1)
                .entered(2, 0)
                .mounted(2)
                .mounted(2);
        assertEquals(List.of(0, 1, 2), facts.list().stream().map(f -> f.inode()).toList());
    }

    @Test
    void countsWhatIsSentAndWhatIsLeft() {
        Facts facts = new Facts().got(0).revalidated(0).entered(1, 0).used(1).mountPointEvicted(0, 2);
        Outcome.Node shared =
                outcome(Policies.SHARED, facts, Policies.UNFIXED).nodes().get(0);
        assertEquals(1, shared.forgets());
        assertEquals(1, shared.forgetSum());
        assertEquals(1, shared.left());
        Outcome.Node lookup =
                outcome(Policies.LOOKUP, facts, Policies.UNFIXED).nodes().get(0);
        assertEquals(2, lookup.forgetSum());
        assertEquals(1, lookup.left());
    }

    @Test
    void aPlayWithoutFactsSendsNothing() {
        Play play = Play.of(Policies.SHARED, List.of(), Set.of());
        assertEquals(0, play.forgets());
        assertNull(play.droppedAt());
        assertNull(play.firstBadUse());
    }
}
