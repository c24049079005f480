// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.detect.Confidence;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.detect.Severity;
import org.forgetmenot.format.Capture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dialects that do not show every count still yield what they can: a nodeid that is forgotten and then refused is found,
 * never as proven, and what cannot be judged is listed with the reason.
 */
class UnknownCountsTest {
    private static final Set<FindingCode> NO_COUNTS = EnumSet.of(
            FindingCode.FORGET_BEFORE_LAST_USE,
            FindingCode.USE_AFTER_FORGET,
            FindingCode.OVER_FORGET,
            FindingCode.SERVER_DROPPED_LIVE_NODE,
            FindingCode.RESIDUAL_AT_UNMOUNT);
    private static final Set<FindingCode> NO_READDIRPLUS =
            EnumSet.of(FindingCode.FORGET_BEFORE_LAST_USE, FindingCode.OVER_FORGET);

    /** Dialect, what at least it cannot judge, and the log: nodeid 5 is looked up, used, forgotten, and refused. */
    static Stream<Arguments> logs() {
        return Stream.of(
                Arguments.of(
                        "virtiofsd-rust",
                        NO_COUNTS,
                        List.of(
                                "[2024-07-08T03:42:35Z DEBUG virtiofsd::server] Received request: opcode=Lookup (1), inode=1, unique=4, pid=2",
                                "[2024-07-08T03:42:35Z DEBUG virtiofsd::server] Replying OK, header: OutHeader { len: 144, error: 0, unique: 4 }",
                                "[2024-07-08T03:42:35Z DEBUG virtiofsd::server] Received request: opcode=Getattr (3), inode=5, unique=6, pid=2",
                                "[2024-07-08T03:42:35Z DEBUG virtiofsd::server] Replying OK, header: OutHeader { len: 120, error: 0, unique: 6 }",
                                "[2024-07-08T03:42:36Z DEBUG virtiofsd::server] Received request: opcode=Forget (2), inode=5, unique=8, pid=0",
                                "[2024-07-08T03:42:37Z DEBUG virtiofsd::server] Received request: opcode=Getattr (3), inode=5, unique=10, pid=2",
                                "[2024-07-08T03:42:37Z DEBUG virtiofsd::server] Replying ERROR, header: OutHeader { error: -9 (Bad file descriptor), unique: 10, len: 16 }")),
                Arguments.of(
                        "backend-rs",
                        NO_COUNTS,
                        List.of(
                                "fuse: new req Lookup: InHeader { len: 44, opcode: 1, unique: 4, nodeid: 0x1, uid: 0, gid: 0, pid: 2, padding: 0 }",
                                "fuse: new reply OutHeader { len: 144, error: 0, unique: 4 }",
                                "fuse: new req Getattr: InHeader { len: 56, opcode: 3, unique: 6, nodeid: 0x5, uid: 0, gid: 0, pid: 2, padding: 0 }",
                                "fuse: new reply OutHeader { len: 120, error: 0, unique: 6 }",
                                "fuse: new req Forget: InHeader { len: 48, opcode: 2, unique: 8, nodeid: 0x5, uid: 0, gid: 0, pid: 0, padding: 0 }",
                                "fuse: new req Getattr: InHeader { len: 56, opcode: 3, unique: 10, nodeid: 0x5, uid: 0, gid: 0, pid: 2, padding: 0 }",
                                "fuse: reply error header OutHeader { len: 16, error: -9, unique: 10 }, error Os { code: 9 }")),
                Arguments.of(
                        "libfuse",
                        NO_COUNTS,
                        List.of(
                                "unique: 4, opcode: LOOKUP (1), nodeid: 1, insize: 44, pid: 2",
                                "   unique: 4, success, outsize: 144",
                                "unique: 6, opcode: GETATTR (3), nodeid: 5, insize: 56, pid: 2",
                                "   unique: 6, success, outsize: 120",
                                "unique: 8, opcode: FORGET (2), nodeid: 5, insize: 48, pid: 0",
                                "unique: 10, opcode: GETATTR (3), nodeid: 5, insize: 56, pid: 2",
                                "   unique: 10, error: -9 (Bad file descriptor), outsize: 16")),
                Arguments.of(
                        "jacobsa",
                        NO_COUNTS,
                        List.of(
                                "fuse_debug: Op 0x00000004        connection.go:408] <- LookUpInode (parent 1, name \"a\", PID 2)",
                                "fuse_debug: Op 0x00000004        connection.go:408] -> LookUpInode (inode 5)",
                                "fuse_debug: Op 0x00000006        connection.go:408] <- GetInodeAttributes (inode 5, PID 2)",
                                "fuse_debug: Op 0x00000006        connection.go:408] -> GetInodeAttributes ()",
                                "fuse_debug: Op 0x00000008        connection.go:408] <- ForgetInode (inode 5, PID 0)",
                                "fuse_debug: Op 0x00000008        connection.go:408] -> ForgetInode ()",
                                "fuse_debug: Op 0x0000000a        connection.go:408] <- GetInodeAttributes (inode 5, PID 2)",
                                "fuse_debug: Op 0x0000000a        connection.go:408] -> Error: \"bad file descriptor\"")),
                Arguments.of(
                        "gofuse",
                        NO_READDIRPLUS,
                        List.of(
                                "rx 4: LOOKUP n1  \"a\" p2",
                                "tx 4:     OK, {n5 g1 tE=1s tA=1s {M040755 SZ=4096 L=2 0:0 B8*4096 i0:2 A 1.0 M 1.0 C 1.0}}",
                                "rx 6: GETATTR n5 {Fh 0 } p2",
                                "tx 6:     OK, {tA=1s {M040755 SZ=4096 L=2 0:0 B8*4096 i0:2 A 1.0 M 1.0 C 1.0}}",
                                "rx 8: FORGET n5 {Nlookup=1} p0",
                                "rx 10: GETATTR n5 {Fh 0 } p2",
                                "tx 10:     9=bad file descriptor")),
                Arguments.of(
                        "jacobsa-wire",
                        NO_READDIRPLUS,
                        List.of(
                                "{ \"Operation\": \"LookUpInodeOp\", \"Status\": 0, \"Context\": {\"FuseID\": 4, \"Pid\": 2}, \"Args\": {\"Parent\": 1, \"Name\": \"a\", \"Entry\": {\"Child\": 5, \"Generation\": 0}} }",
                                "{ \"Operation\": \"ForgetInodeOp\", \"Context\": {\"FuseID\": 8}, \"Args\": {\"Inode\": 5, \"N\": 1} }",
                                "{ \"Operation\": \"GetInodeAttributesOp\", \"Status\": 9, \"Context\": {\"FuseID\": 10, \"Pid\": 2}, \"Args\": {\"Inode\": 5} }")),
                Arguments.of(
                        "fuser",
                        NO_COUNTS,
                        List.of(
                                "2024-01-18T19:35:28.272910Z DEBUG lookup{req=4 ino=1 name=\"a\" pid=2}: mountpoint_s3_fs::fuse: New request",
                                "2024-01-18T19:35:28.372910Z DEBUG getattr{req=6 ino=5 pid=2}: mountpoint_s3_fs::fuse: New request",
                                "2024-01-18T19:35:28.472910Z DEBUG forget{req=8 ino=5 nlookup=1 pid=0}: mountpoint_s3_fs::fuse: New request",
                                "2024-01-18T19:35:28.572910Z DEBUG getattr{req=10 ino=5 pid=2}: mountpoint_s3_fs::fuse: New request",
                                "2024-01-18T19:35:28.672910Z WARN getattr{req=10 ino=5 pid=2}: mountpoint_s3_fs::fuse: getattr failed with errno 9: inode error")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("logs")
    void aForgottenNodeidThatIsRefusedIsFoundAndTheRestIsNotJudged(
            String dialect, Set<FindingCode> notJudged, List<String> lines) throws IOException {
        Diagnosis diagnosis = diagnose(dialect, lines);
        List<Finding> errors = errors(diagnosis);
        assertEquals(1, errors.size(), errors.toString());
        Finding finding = errors.get(0);
        assertEquals(FindingCode.USE_AFTER_FORGET, finding.code());
        assertEquals(5, finding.nodeid());
        assertTrue(finding.confidence() != Confidence.CONFIRMED, finding.toString());
        assertEquals(1, finding.failedUses());
        Diagnosis.Input input = diagnosis.inputs().get(0);
        Set<FindingCode> listed = input.cannotJudge().stream()
                .map(Diagnosis.CannotJudge::code)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(FindingCode.class)));
        assertTrue(listed.containsAll(notJudged), listed.toString());
        input.cannotJudge().stream()
                .filter(c -> notJudged.contains(c.code()))
                .forEach(c -> assertTrue(c.why().startsWith("the capture has no "), c.why()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("logs")
    void theSameAnsweredWithSuccessIsNothing(String dialect, Set<FindingCode> notJudged, List<String> lines)
            throws IOException {
        List<String> healthy = new ArrayList<>(lines);
        healthy.remove(healthy.size() - 1);
        assertEquals(List.of(), errors(diagnose(dialect, healthy)));
    }

    private static Diagnosis diagnose(String dialect, List<String> lines) throws IOException {
        try (Capture capture = TestCaptures.open(String.join("\n", lines) + "\n")) {
            assertEquals(dialect, capture.format().id());
            return Analysis.diagnose(List.of(capture));
        }
    }

    private static List<Finding> errors(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(f -> f.severity() != Severity.INFO)
                .toList();
    }
}
