// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.detect.Blame;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.format.Capture;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;

class HandleTableTest {
    @Test
    void aHandleGivenToTwoOpensIsOpenUntilBothAreReleased() {
        ServerSide side = ServerSide.fromInit()
                .open(4, 5, 7)
                .open(6, 5, 7)
                .release(8, 5, 7)
                .ask(10, Opcode.READ, 5, 7, 0)
                .release(12, 5, 7);
        assertEquals(Set.of(), side.codes());
    }

    @Test
    void aHandleFromBeforeTheCaptureIsNotJudged() {
        assertEquals(
                Set.of(),
                ServerSide.midMount()
                        .release(4, 5, 7)
                        .ask(6, Opcode.READ, 5, 7, 0)
                        .codes());
    }

    @Test
    void filesAndDirectoriesAreNumberedApart() {
        assertEquals(
                Set.of(),
                ServerSide.fromInit()
                        .open(4, 5, 0)
                        .request(6, Opcode.OPENDIR, 1)
                        .opened(6, 0)
                        .release(8, 5, 0)
                        .ask(10, Opcode.READDIR, 1, 0, 0)
                        .codes());
    }

    @Test
    void aReplyToOpenThatIsLoggedLateExplainsAnEarlierUse() {
        assertEquals(
                Set.of(),
                ServerSide.fromInit()
                        .open(4, 5, 7)
                        .release(6, 5, 7)
                        .request(8, Opcode.OPEN, 5)
                        .ask(10, Opcode.READ, 5, 7, 0)
                        .opened(8, 7)
                        .codes());
    }

    @Test
    void anOpenOfAnotherFileExplainsNoSecondRelease() {
        assertEquals(
                Set.of(FindingCode.HANDLE_DOUBLE_RELEASE),
                ServerSide.fromInit()
                        .open(4, 1, 7)
                        .request(6, Opcode.OPEN, 5)
                        .release(8, 1, 7)
                        .release(10, 1, 7)
                        .opened(6, 7)
                        .codes());
    }

    @Test
    void anOpenThatIsLoggedLateMayShareTheHandle() {
        assertEquals(
                Set.of(),
                ServerSide.fromInit()
                        .open(4, 1, 0)
                        .request(6, Opcode.OPEN, 5)
                        .release(8, 5, 0)
                        .release(10, 1, 0)
                        .opened(6, 0)
                        .codes());
    }

    @Test
    void aUseThatWasSentBeforeTheReleaseOnlyOvertookIt() {
        assertEquals(
                Set.of(),
                ServerSide.fromInit()
                        .open(4, 5, 7)
                        .release(10, 5, 7)
                        .ask(8, Opcode.FSYNC, 5, 7, 0)
                        .codes());
    }

    @Test
    void aSharedHandleThatIsClosedAtTheFirstReleaseIsTheServersFault() {
        List<Finding> findings = ServerSide.fromInit()
                .open(4, 5, 7)
                .open(6, 5, 7)
                .release(8, 5, 7)
                .ask(10, Opcode.READ, 5, 7, -9)
                .findings();
        assertEquals(
                List.of(FindingCode.HANDLE_AFTER_RELEASE),
                findings.stream().map(Finding::code).toList());
        assertEquals(Blame.SERVER, findings.get(0).blame());
    }

    @Test
    void aHandleOfAForgottenNodeidIsRefusedForTheNodeid() {
        assertEquals(
                Set.of(FindingCode.USE_AFTER_FORGET),
                ServerSide.fromInit()
                        .lookup(4, 5, "a")
                        .open(6, 5, 7)
                        .open(8, 5, 7)
                        .release(10, 5, 7)
                        .forget(12, 5, 1)
                        .ask(14, Opcode.FLUSH, 5, 7, -9)
                        .codes());
    }

    @Test
    void theHandlesOfARealDumpAreCounted() throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.sample("gluster/gluster.fusedump.gz"))) {
            Diagnosis.Connection connection =
                    Analysis.diagnose(List.of(capture)).connections().get(0);
            long opens = connection.opcodes().stream()
                    .filter(c -> List.of("OPEN", "OPENDIR", "CREATE").contains(c.name()))
                    .mapToLong(Diagnosis.Count::count)
                    .sum();
            assertEquals(opens, connection.handles().seen(), "no open failed in this dump");
            assertEquals(0, connection.handles().open(), "every open was released");
        }
    }
}
