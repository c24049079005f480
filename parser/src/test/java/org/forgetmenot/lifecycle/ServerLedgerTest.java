// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.forgetmenot.detect.Blame;
import org.forgetmenot.detect.Confidence;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.detect.Severity;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;

class ServerLedgerTest {
    private static final int EBADF = -9;
    private static final int ENOENT = -2;
    private static final int FILE = 0100644;
    private static final int DIRECTORY = 0040755;

    @Test
    void aUseAfterTheLastForgetIsFound() {
        Finding finding = ServerSide.fromInit()
                .lookup(4, 5, "dir")
                .forget(6, 5, 1)
                .ask(8, Opcode.LOOKUP, 5, ENOENT)
                .ask(10, Opcode.MKDIR, 5, EBADF)
                .findings()
                .get(0);
        assertEquals(FindingCode.USE_AFTER_FORGET, finding.code());
        assertEquals(Confidence.CONFIRMED, finding.confidence());
        assertEquals(Blame.KERNEL, finding.blame());
        assertEquals("/dir", finding.path());
        assertEquals(2, finding.uses());
        assertEquals(2, finding.failedUses());
        assertEquals(6, finding.forgotten().get(0).at().unique());
    }

    @Test
    void aRequestSentBeforeTheForgetOnlyOvertookIt() {
        assertEquals(
                Set.of(),
                ServerSide.fromInit()
                        .lookup(4, 5, "dir")
                        .forget(8, 5, 1)
                        .ask(6, Opcode.GETATTR, 5, EBADF)
                        .codes());
    }

    @Test
    void aReplyLoggedAfterTheForgetThatFollowedItIsNoOverForget() {
        assertEquals(
                Set.of(),
                ServerSide.fromInit()
                        .request(4, Opcode.LOOKUP, 1)
                        .forget(6, 5, 1)
                        .entry(4, 5, "late")
                        .reply(4, 0)
                        .codes());
    }

    @Test
    void aLateLoggedLookupExplainsAUse() {
        assertEquals(
                Set.of(FindingCode.LOOKUP_FORGET_RACE),
                ServerSide.fromInit()
                        .lookup(4, 5, "a")
                        .request(6, Opcode.LOOKUP, 1)
                        .forget(8, 5, 1)
                        .ask(10, Opcode.GETATTR, 5, 0)
                        .entry(6, 5, "a")
                        .reply(6, 0)
                        .codes());
    }

    @Test
    void aNodeidHandedOutAgainAfterItsLastForgetIsNormal() {
        assertEquals(
                Set.of(),
                ServerSide.fromInit()
                        .lookup(4, 5, "a")
                        .forget(6, 5, 1)
                        .lookup(8, 5, "b")
                        .ask(10, Opcode.GETATTR, 5, 0)
                        .forget(12, 5, 1)
                        .codes());
    }

    @Test
    void releaseMayBeOvertakenByTheForget() {
        assertEquals(
                Set.of(),
                ServerSide.fromInit()
                        .lookup(4, 5, "a")
                        .forget(6, 5, 1)
                        .ask(8, Opcode.RELEASE, 5, 0)
                        .codes());
    }

    @Test
    void whatIsForgottenTwiceIsAnOverForget() {
        Finding finding = ServerSide.fromInit()
                .lookup(4, 5, "a")
                .forget(6, 5, 3)
                .findings()
                .get(0);
        assertEquals(FindingCode.OVER_FORGET, finding.code());
        assertEquals(3L, finding.forgotten().get(0).nlookup());
        assertEquals(
                Set.of(FindingCode.OVER_FORGET),
                ServerSide.fromInit()
                        .lookup(4, 5, "a")
                        .forget(6, 5, 1)
                        .forget(8, 5, 1)
                        .codes());
    }

    @Test
    void theServersOwnCountIsBelievedEvenInTheMiddleOfAMount() {
        assertEquals(Set.of(), ServerSide.midMount().forgetFrom(6, 5, 3, 3).codes());
        assertEquals(
                Set.of(FindingCode.OVER_FORGET),
                ServerSide.midMount().forgetFrom(6, 5, 1, 2).codes());
        assertEquals(
                Set.of(FindingCode.USE_AFTER_FORGET),
                ServerSide.midMount()
                        .forgetFrom(6, 5, 3, 3)
                        .ask(8, Opcode.OPEN, 5, EBADF)
                        .codes());
        assertEquals(
                Set.of(FindingCode.OVER_FORGET),
                ServerSide.midMount().forgetUnknown(6, 77).codes());
    }

    @Test
    void inTheMiddleOfAMountForgetsAndUsesOfUnknownNodeidsAreNoFindings() {
        assertEquals(
                Set.of(),
                ServerSide.midMount()
                        .forget(6, 5, 7)
                        .ask(8, Opcode.GETATTR, 9, 0)
                        .ask(10, Opcode.GETATTR, 11, EBADF)
                        .lookup(12, 9, "a")
                        .forget(14, 9, 5)
                        .codes());
    }

    @Test
    void lostEventsMakeNoFindings() {
        assertEquals(
                Set.of(),
                ServerSide.fromInit()
                        .lookup(4, 5, "a")
                        .lost()
                        .forget(6, 5, 1)
                        .ask(8, Opcode.LOOKUP, 5, ENOENT)
                        .codes());
    }

    @Test
    void withoutCountsOnlyTheServersAnswerTells() {
        assertEquals(
                Set.of(),
                ServerSide.inexact()
                        .forgetUncounted(6, 5)
                        .ask(8, Opcode.LOOKUP, 5, ENOENT)
                        .codes());
        List<Finding> findings = ServerSide.inexact()
                .forgetUncounted(6, 5)
                .ask(8, Opcode.GETATTR, 5, EBADF)
                .findings();
        assertEquals(Confidence.LIKELY, findings.get(0).confidence());
        assertEquals(FindingCode.USE_AFTER_FORGET, findings.get(0).code());
        assertEquals(
                Set.of(),
                ServerSide.inexact()
                        .forgetUncounted(6, 5)
                        .ask(8, Opcode.GETATTR, 5, 0)
                        .ask(10, Opcode.GETATTR, 5, 0)
                        .codes());
    }

    @Test
    void aServerThatRefusesACountedNodeidIsToBlame() {
        Finding finding = ServerSide.fromInit()
                .lookup(4, 5, "a")
                .ask(6, Opcode.GETATTR, 5, EBADF)
                .findings()
                .get(0);
        assertEquals(FindingCode.SERVER_DROPPED_LIVE_NODE, finding.code());
        assertEquals(Blame.SERVER, finding.blame());
        assertEquals(Severity.ERROR, finding.severity());
    }

    @Test
    void ebadfForAFileHandleSaysNothingOfTheNodeid() {
        assertEquals(
                Set.of(),
                ServerSide.fromInit()
                        .lookup(4, 5, "a")
                        .ask(6, Opcode.READ, 5, EBADF)
                        .ask(8, Opcode.FLUSH, 5, EBADF)
                        .ask(10, Opcode.LOOKUP, 5, ENOENT)
                        .codes());
    }

    @Test
    void anAnswerLoggedBeforeTheForgetThatItFollowedBlamesNoServer() {
        assertEquals(
                Set.of(),
                ServerSide.fromInit()
                        .lookup(4, 5, "a")
                        .ask(8, Opcode.GETATTR, 5, EBADF)
                        .forget(6, 5, 1)
                        .codes());
    }

    @Test
    void aForgetOfWhatTheServerLostIsNotTheKernelsFault() {
        assertEquals(
                Set.of(FindingCode.SERVER_DROPPED_LIVE_NODE),
                ServerSide.fromInit()
                        .lookup(4, 5, "a")
                        .ask(6, Opcode.GETATTR, 5, EBADF)
                        .forgetUnknown(8, 5)
                        .codes());
    }

    @Test
    void aForgetThatIsOlderThanTheLastLookupExplainsNoRefusal() {
        assertEquals(
                Set.of(FindingCode.SERVER_DROPPED_LIVE_NODE),
                ServerSide.fromInit()
                        .lookup(4, 5, "a")
                        .lookup(8, 5, "a")
                        .ask(10, Opcode.GETATTR, 5, EBADF)
                        .forgetUncounted(6, 5)
                        .codes());
    }

    @Test
    void howMuchWasGivenBackOfWhatTheServerLostIsNotKnown() {
        assertEquals(
                Set.of(FindingCode.SERVER_DROPPED_LIVE_NODE),
                ServerSide.fromInit()
                        .lookup(4, 5, "a")
                        .lookup(6, 5, "a")
                        .ask(8, Opcode.GETATTR, 5, EBADF)
                        .forgetUncounted(10, 5)
                        .ask(12, Opcode.GETATTR, 5, EBADF)
                        .codes());
    }

    @Test
    void anAnswerToARequestFromBeforeTheRefusalTakesNothingBack() {
        assertEquals(
                Set.of(FindingCode.SERVER_DROPPED_LIVE_NODE),
                ServerSide.fromInit()
                        .lookup(4, 5, "a")
                        .request(6, Opcode.GETATTR, 5)
                        .ask(8, Opcode.GETATTR, 5, EBADF)
                        .reply(6, 0)
                        .codes());
    }

    @Test
    void aLookupOnItsWayDoesNotExplainAUseThatTheServerRefused() {
        assertEquals(
                Set.of(FindingCode.USE_AFTER_FORGET),
                ServerSide.fromInit()
                        .lookup(4, 5, "a")
                        .forget(6, 5, 1)
                        .request(8, Opcode.LOOKUP, 1)
                        .ask(10, Opcode.GETATTR, 5, EBADF)
                        .entry(8, 5, "b")
                        .reply(8, 0)
                        .codes());
    }

    @Test
    void anEntryThatIsLoggedAfterUseAndForgetBeginsAndEndsThatLife() {
        assertEquals(
                Set.of(),
                ServerSide.fromInit()
                        .request(4, Opcode.LOOKUP, 1)
                        .ask(6, Opcode.GETATTR, 5, 0)
                        .forget(8, 5, 1)
                        .entry(4, 5, "a", 0, 100, FILE)
                        .reply(4, 0)
                        .lookup(10, 5, "b", 0, 101, DIRECTORY)
                        .codes());
    }

    @Test
    void countsLeftAtDestroyAreANoteAndANewInitBeginsAnew() {
        List<Finding> findings = ServerSide.fromInit()
                .lookup(4, 5, "a")
                .lookup(6, 5, "a")
                .ask(8, Opcode.DESTROY, 0, 0)
                .request(2, Opcode.INIT, 0)
                .reply(2, 0)
                .ask(4, Opcode.GETATTR, 5, EBADF)
                .findings();
        assertEquals(1, findings.size(), findings.toString());
        assertEquals(FindingCode.RESIDUAL_AT_UNMOUNT, findings.get(0).code());
        assertEquals(Severity.INFO, findings.get(0).severity());
        assertEquals(
                "DESTROY with 2 lookups left", findings.get(0).seen().get(0).what());
    }

    @Test
    void aResentRequestCountsOnce() {
        assertEquals(
                Set.of(),
                ServerSide.fromInit()
                        .request(4, Opcode.LOOKUP, 1)
                        .request(4, Opcode.LOOKUP, 1)
                        .entry(4, 5, "a")
                        .reply(4, 0)
                        .forget(6, 5, 1)
                        .codes());
    }

    @Test
    void anEntryTakenBackDoesNotCount() {
        assertEquals(
                Set.of(FindingCode.OVER_FORGET),
                ServerSide.fromInit()
                        .request(4, Opcode.READDIRPLUS, 1)
                        .entry(4, 5, "a")
                        .withdrawn(4, 5)
                        .reply(4, 0)
                        .forget(6, 5, 1)
                        .codes());
    }

    @Test
    void pathsAreBuiltFromNames() {
        ServerSide story = ServerSide.fromInit().lookup(4, 5, "a\u001b[31mred");
        Finding finding = story.forget(6, 5, 1)
                .ask(8, Opcode.GETATTR, 5, EBADF)
                .findings()
                .get(0);
        assertTrue(finding.path() != null && finding.path().startsWith("/a\\x1b"), finding.path());
    }

    /** Forgets and uses so many nodeids, all with success: each is refuted. */
    private static ServerSide refuted(ServerSide side, int from, int count) {
        for (int nodeid = from; nodeid < from + count; nodeid++) {
            side.lookup(4L * nodeid, nodeid, "n" + nodeid)
                    .forget(4L * nodeid + 1, nodeid, 1)
                    .ask(4L * nodeid + 2, Opcode.GETATTR, nodeid, 0);
        }
        return side;
    }

    @Test
    void refutedIncidentsTakeNoRealOnesPlace() {
        Finding finding = refuted(ServerSide.fromInit(), 100, 3000)
                .lookup(90_000, 5, "dir")
                .forget(90_002, 5, 1)
                .ask(90_004, Opcode.GETATTR, 5, EBADF)
                .findings()
                .get(0);
        assertEquals(5, finding.nodeid());
    }

    @Test
    void anIncidentThatIsRefutedOnlyAtFirstIsFoundAmongMany() {
        ServerSide story =
                ServerSide.fromInit().lookup(4, 5, "dir").forget(6, 5, 1).ask(8, Opcode.GETATTR, 5, 0);
        Finding finding = refuted(story, 100, 3000)
                .ask(90_000, Opcode.GETATTR, 5, EBADF)
                .findings()
                .get(0);
        assertEquals(5, finding.nodeid());
    }

    @Test
    void incidentsBeyondThoseKeptAreCountedOnce() {
        ServerSide story = ServerSide.fromInit();
        for (int nodeid = 10; nodeid < 2010; nodeid++) {
            story.lookup(4L * nodeid, nodeid, "n" + nodeid).forget(4L * nodeid + 1, nodeid, 1);
        }
        for (int round = 0; round < 2; round++) {
            for (int nodeid = 10; nodeid < 2010; nodeid++) {
                story.ask(10_000L * (round + 1) + 2L * nodeid, Opcode.GETATTR, nodeid, EBADF);
            }
        }
        assertEquals(1000, story.findings().size());
        assertEquals(1000, story.omitted());
    }
}
