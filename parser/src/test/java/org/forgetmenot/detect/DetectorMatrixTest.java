// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.format.Capture;
import org.forgetmenot.lifecycle.BothSides;
import org.forgetmenot.lifecycle.ServerSide;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;

/** Each class of finding fires on its own sample and on no other. */
class DetectorMatrixTest {
    private static Set<FindingCode> incident() throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.sample("submount-incident/guest.ftrace.gz"))) {
            return Analysis.diagnose(List.of(capture)).findings().stream()
                    .map(Finding::code)
                    .collect(Collectors.toSet());
        }
    }

    private static final int FILE = 0100644;
    private static final int DIRECTORY = 0040755;

    private static ServerSide told() {
        return ServerSide.fromInit();
    }

    private static ServerSide raced() {
        return told().lookup(4, 5, "a")
                .request(6, Opcode.LOOKUP, 1)
                .forget(8, 5, 1)
                .entry(6, 5, "a")
                .reply(6, 0);
    }

    private static Map<FindingCode, Set<FindingCode>> samples() throws IOException {
        Map<FindingCode, Set<FindingCode>> found = new EnumMap<>(FindingCode.class);
        found.put(FindingCode.FORGET_BEFORE_LAST_USE, incident());
        found.put(
                FindingCode.USE_AFTER_FORGET,
                told().lookup(4, 5, "a")
                        .forget(6, 5, 1)
                        .ask(8, Opcode.GETATTR, 5, -9)
                        .codes());
        found.put(
                FindingCode.OVER_FORGET,
                told().lookup(4, 5, "a").forget(6, 5, 2).codes());
        found.put(
                FindingCode.READDIRPLUS_MISCOUNT,
                told().readdirplus(4, 5, "a").forget(6, 5, 1).forget(8, 5, 1).codes());
        found.put(
                FindingCode.SERVER_DROPPED_LIVE_NODE,
                told().lookup(4, 5, "a").ask(6, Opcode.GETATTR, 5, -9).codes());
        found.put(
                FindingCode.LOOKUP_FORGET_RACE,
                raced().ask(10, Opcode.GETATTR, 5, -9).codes());
        found.put(
                FindingCode.NODEID_REUSED_SAME_GENERATION,
                told().lookup(4, 5, "a", 0, 100, FILE)
                        .lookup(6, 5, "b", 0, 101, FILE)
                        .codes());
        found.put(
                FindingCode.TYPE_CHANGED,
                told().lookup(4, 5, "a", 0, 100, FILE)
                        .lookup(6, 5, "a", 0, 100, DIRECTORY)
                        .codes());
        ServerSide generations = told();
        ServerSide nodeids = told();
        for (int i = 0; i < 5; i++) {
            generations.lookup(4 + 2L * i, 5, "a", i, 100, FILE);
            nodeids.lookup(4 + 2L * i, 5 + i, "a", 0, 100, FILE);
        }
        found.put(FindingCode.GENERATION_FLAP, generations.codes());
        found.put(FindingCode.NODEID_FLAP, nodeids.codes());
        found.put(
                FindingCode.INO_COLLISION,
                told().lookup(4, 5, "a", 0, 100, FILE)
                        .lookup(6, 6, "b", 0, 100, FILE)
                        .lookup(8, 5, "a", 0, 100, FILE)
                        .codes());
        found.put(
                FindingCode.LOOKUP_LEAK,
                told().lookup(4, 5, "a")
                        .lookup(6, 5, "a")
                        .forgetFrom(8, 5, 3, 2)
                        .codes());
        found.put(
                FindingCode.ROOT_FORGOTTEN,
                told().forget(4, 1, 1).ask(6, Opcode.GETATTR, 1, -9).codes());
        found.put(
                FindingCode.FORGET_ANSWERED,
                told().lookup(4, 5, "a").forget(6, 5, 1).reply(6, 0).codes());
        found.put(
                FindingCode.UNANSWERED_REQUEST,
                told().request(4, Opcode.GETATTR, 1)
                        .ask(6, Opcode.DESTROY, 0, 0)
                        .codes());
        found.put(
                FindingCode.DUPLICATE_REPLY,
                told().ask(4, Opcode.GETATTR, 1, 0).reply(4, 0).codes());
        found.put(
                FindingCode.BATCH_FORGET_MALFORMED,
                told().lookup(4, 5, "a").batchForget(6, 2, 48 + 16, 5).codes());
        found.put(
                FindingCode.HANDLE_AFTER_RELEASE,
                told().open(4, 1, 7)
                        .release(6, 1, 7)
                        .ask(8, Opcode.READ, 1, 7, 0)
                        .codes());
        found.put(
                FindingCode.HANDLE_DOUBLE_RELEASE,
                told().open(4, 1, 7).release(6, 1, 7).release(8, 1, 7).codes());
        found.put(
                FindingCode.HANDLE_LEAK,
                told().open(4, 1, 7).ask(6, Opcode.DESTROY, 0, 0).codes());
        found.put(FindingCode.LEDGER_DRIFT, forgetThatNeverCame().codes());
        found.put(
                FindingCode.RESIDUAL_AT_UNMOUNT,
                told().lookup(4, 5, "a").ask(6, Opcode.DESTROY, 0, 0).codes());
        return found;
    }

    private static BothSides forgetThatNeverCame() {
        return BothSides.mounted()
                .handsOut(4, 5)
                .iget(5)
                .handsOut(6, 6)
                .iget(6)
                .goesOn(4, 8)
                .evict(6, 1)
                .queueForget(6, 1)
                .getsForget(20, 6, 1)
                .evict(5, 1)
                .queueForget(5, 1)
                .goesOn(4, 30);
    }

    @Test
    void eachFiresOnItsOwnSampleOnly() throws IOException {
        Map<FindingCode, Set<FindingCode>> found = samples();
        assertEquals(Set.of(FindingCode.values()), found.keySet(), "a class without a sample");
        found.forEach((code, codes) -> assertEquals(Set.of(code), codes, code.id()));
    }

    @Test
    void aRaceThatTheServerSurvivesIsANote() {
        Finding finding = raced().ask(10, Opcode.GETATTR, 5, 0).findings().get(0);
        assertEquals(FindingCode.LOOKUP_FORGET_RACE, finding.code());
        assertEquals(Severity.INFO, finding.severity());
    }

    @Test
    void aForgetThatTheKernelNeverSentIsAnError() {
        Finding finding = BothSides.mounted()
                .handsOut(4, 5)
                .iget(5)
                .handsOut(6, 6)
                .iget(6)
                .goesOn(4, 8)
                .evict(6, 1)
                .queueForget(6, 1)
                .getsForget(20, 6, 1)
                .getsForget(22, 5, 1)
                .goesOn(4, 30)
                .findings()
                .get(0);
        assertEquals(FindingCode.LEDGER_DRIFT, finding.code());
        assertEquals(5, finding.nodeid());
        assertEquals(Severity.ERROR, finding.severity());
    }

    @Test
    void anInodeThatGoesWithoutAForgetIsTheKernelsLeak() {
        Finding finding = BothSides.mounted()
                .iget(5)
                .iget(6)
                .evict(6, 1)
                .queueForget(6, 1)
                .evict(5, 1)
                .ask(Opcode.LOOKUP, 1)
                .iget(7)
                .findings()
                .get(0);
        assertEquals(FindingCode.LOOKUP_LEAK, finding.code());
        assertEquals(Blame.KERNEL, finding.blame());
        assertEquals(5, finding.nodeid());
    }

    @Test
    void whatIsLegalIsNoFinding() {
        Map<String, ServerSide> legal = Map.ofEntries(
                Map.entry(
                        "reuse after the last FORGET",
                        told().lookup(4, 5, "a", 0, 100, FILE).forget(6, 5, 1).lookup(8, 5, "b", 0, 101, DIRECTORY)),
                Map.entry(
                        "reuse with another generation",
                        told().lookup(4, 5, "a", 0, 100, FILE).lookup(6, 5, "b", 1, 101, FILE)),
                Map.entry(
                        "a file that was replaced behind a server that goes by paths",
                        told().lookup(4, 5, "a", 0, 100, FILE).lookup(6, 5, "a", 0, 101, FILE)),
                Map.entry(
                        "a file that was renamed and then replaced behind the server",
                        told().lookup(4, 5, "a", 0, 100, FILE)
                                .rename(6, "a", "b")
                                .lookup(8, 5, "b", 0, 101, FILE)),
                Map.entry(
                        "a new nodeid each time, the old one forgotten before",
                        told().lookup(4, 5, "a", 0, 100, FILE)
                                .forget(6, 5, 1)
                                .lookup(8, 6, "a", 0, 100, FILE)
                                .forget(10, 6, 1)
                                .lookup(12, 7, "a", 0, 100, FILE)
                                .forget(14, 7, 1)
                                .lookup(16, 8, "a", 0, 100, FILE)),
                Map.entry(
                        "a directory that was moved behind a server that goes by paths",
                        told().lookup(4, 5, "a", 0, 100, DIRECTORY).lookup(6, 6, "b", 0, 100, DIRECTORY)),
                Map.entry("the root given back at the unmount", told().forget(4, 1, 1)),
                Map.entry(
                        "a resent request answered twice",
                        told().request(4, Opcode.GETATTR, 1)
                                .resent(4, Opcode.GETATTR, 1)
                                .reply(4, 0)
                                .reply(4, 0)),
                Map.entry(
                        "a RELEASE that is under way at DESTROY",
                        told().open(4, 1, 7).request(6, Opcode.RELEASE, 1, 7).ask(8, Opcode.DESTROY, 0, 0)),
                Map.entry(
                        "the same nodeid twice in one BATCH_FORGET",
                        told().lookup(4, 5, "a").lookup(6, 5, "a").batchForget(8, 2, 48 + 32, 5, 5)),
                Map.entry(
                        "a request in flight when the capture ends",
                        told().request(4, Opcode.GETATTR, 1).later(3_600_000_000_000L)),
                Map.entry(
                        "a server that counts a reply before it logs it",
                        told().lookup(4, 5, "a")
                                .request(6, Opcode.LOOKUP, 1)
                                .forgetFrom(8, 5, 2, 1)
                                .entry(6, 5, "a")
                                .reply(6, 0)));
        legal.forEach((what, side) -> assertEquals(Set.of(), side.codes(), what));
    }
}
