// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;

class KernelLedgerTest {
    private static final int EBADF = -9;

    /** A kernel without the fix, and a container whose root lives on the mount point's lookup. */
    private static KernelSide borrowed() {
        return KernelSide.mounted()
                .lookup(17, 1, 2)
                .lookupMountPoint(17, 2, 3)
                .enter(3, 18)
                .evict(17, 3, 1);
    }

    /** Policy {@code steal}: a listing raised the mount point's count unseen, so that it went with one lookup all the same. */
    private static KernelSide stolenAndListed() {
        return KernelSide.mounted()
                .lookup(17, 1, 2)
                .lookupMountPoint(17, 2, 3)
                .enter(3, 18)
                .list(17, 2)
                .evict(17, 3, 1);
    }

    @Test
    void aMountPointThatGoesTakesTheLookupOfItsSubmount() {
        assertEquals(
                Set.of(FindingCode.FORGET_BEFORE_LAST_USE),
                borrowed().ask(18, Opcode.GETATTR, 3, EBADF).codes());
    }

    @Test
    void anAnswerAfterARefusalDoesNotRefuteWhatTheCountsProve() {
        assertEquals(
                Set.of(FindingCode.FORGET_BEFORE_LAST_USE),
                borrowed()
                        .ask(18, Opcode.GETATTR, 3, EBADF)
                        .ask(18, Opcode.GETATTR, 3, 0)
                        .codes());
    }

    @Test
    void aStolenLookupLivesOnThroughTheNextLifeOfItsMountPoint() {
        assertEquals(
                Set.of(),
                stolenAndListed()
                        .lookupMountPoint(17, 2, 3)
                        .enter(3, 19)
                        .unmount(19, 3, 1)
                        .evict(17, 3, 0)
                        .unmount(18, 3, 1)
                        .codes());
    }

    @Test
    void aStolenLookupLivesOnThroughSeveralLivesOfItsMountPoint() {
        KernelSide side = KernelSide.mounted()
                .lookup(17, 1, 2)
                .lookupMountPoint(17, 2, 3)
                .enter(3, 18)
                .list(17, 2)
                .enter(3, 19)
                .unmount(19, 3, 1)
                .evict(17, 3, 0);
        for (int sDev = 20; sDev < 23; sDev++) {
            side.lookupMountPoint(17, 2, 3).enter(3, sDev).unmount(sDev, 3, 1).evict(17, 3, 0);
        }
        assertEquals(Set.of(), side.unmount(18, 3, 1).codes());
    }

    @Test
    void aLookupFromBeforeTheMountPointWasGotIsNotItsOwn() {
        assertEquals(
                Set.of(FindingCode.FORGET_BEFORE_LAST_USE),
                KernelSide.mounted()
                        .lookup(17, 1, 2)
                        .as(41)
                        .revalidate(17, 2)
                        .as(40)
                        .lookupMountPoint(17, 2, 3)
                        .enter(3, 18)
                        .as(41)
                        .enter(3, 19)
                        .evict(17, 3, 1)
                        .codes());
    }

    /** A mount point that nobody entered goes with its lookup under {@code steal}, too. */
    @Test
    void onlyARootThatGoesWithoutALookupRulesStealOut() {
        assertEquals(Set.of(), listedAndOneNeverEntered().codes());
        assertEquals(
                Set.of(FindingCode.FORGET_BEFORE_LAST_USE),
                listedAndOneNeverEntered()
                        .lookupMountPoint(17, 2, 5)
                        .enter(5, 20)
                        .unmount(20, 5, 0)
                        .codes());
    }

    private static KernelSide listedAndOneNeverEntered() {
        return KernelSide.mounted()
                .lookup(17, 1, 2)
                .lookupMountPoint(17, 2, 3)
                .enter(3, 18)
                .list(17, 2)
                .lookupMountPoint(18, 3, 7)
                .evict(17, 3, 1)
                .evict(18, 7, 1);
    }

    @Test
    void whatWasStolenAndWhatWasListedHideEachOther() {
        assertEquals(
                Set.of(),
                KernelSide.mounted()
                        .lookup(17, 1, 2)
                        .lookupMountPoint(17, 2, 3)
                        .enter(3, 18)
                        .revalidate(17, 2)
                        .enter(3, 19)
                        .list(17, 2)
                        .revalidate(17, 2)
                        .enter(3, 20)
                        .unmount(18, 3, 1)
                        .evict(17, 3, 1)
                        .unmount(19, 3, 1)
                        .codes());
    }
}
