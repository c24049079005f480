// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.requestlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.DiagnosticCode;
import org.junit.jupiter.api.Test;

/** What each dialect reads: exact counts of real captures, exact events of the grammar's samples. */
class DialectsTest {
    @Test
    void gocryptfsLogHasExactCounts() throws IOException {
        ReadLog log = ReadLog.read("gofuse", ReadLog.bytes("gocryptfs.log.gz"));
        assertEquals(1009, log.count(EventKind.REQUEST));
        assertEquals(998, log.count(EventKind.REPLY));
        assertEquals(89, log.count(EventKind.ENTRY));
        assertEquals(59, log.count(EventKind.FORGET));
        assertEquals(213, log.forgetSum());
        assertEquals(7, log.count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
        assertEquals(0, log.count(DiagnosticCode.LINE_DAMAGED));
        assertFalse(log.reader().capabilities().contains(Capability.READDIRPLUS_ENTRIES));
        assertEquals(
                "ENTRY@7 unique=4 opcode=1 nodeid=18446744073709551615 parent=1 gen=0 ino=18446744073709551615"
                        + " mode=100644 name=.go-fuse-epoll-hack",
                log.texts().get(3));
    }

    @Test
    void rcloneLogHasExactCounts() throws IOException {
        ReadLog log = ReadLog.read("bazil", ReadLog.bytes("rclone.log.gz"));
        assertEquals(5552, log.count(EventKind.REQUEST));
        assertEquals(5143, log.count(EventKind.REPLY));
        assertEquals(1203, log.count(EventKind.ENTRY));
        assertEquals(409, log.count(EventKind.FORGET));
        assertEquals(806, log.forgetSum());
        assertEquals(1, log.count(EventKind.NOTIFY));
        assertEquals(7050, log.count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
        assertEquals(0, log.count(DiagnosticCode.LINE_DAMAGED));
        assertTrue(log.reader().capabilities().contains(Capability.READDIRPLUS_ENTRIES));
    }

    private static void assertReads(String dialect, String capture, String... events) throws IOException {
        assertEquals(
                List.of(events),
                ReadLog.read(dialect, ReadLog.bytes("grammar/" + capture)).texts());
    }

    @Test
    void bazilOfEveryForm() throws IOException {
        assertReads(
                "bazil",
                "bazil.log",
                "REQUEST@1 unique=1 opcode=26 nodeid=0 pid=0 minor=8",
                "REPLY@2 unique=1 opcode=26 nodeid=0 error=0",
                "REQUEST@3 unique=2 opcode=1 nodeid=1 pid=123 name=fo\"o",
                "ENTRY@4 unique=2 opcode=1 nodeid=2 parent=1 gen=1 ino=2 name=fo\"o",
                "REPLY@4 unique=2 opcode=1 nodeid=1 error=0 name=fo\"o",
                "REQUEST@5 unique=3 opcode=1 nodeid=1 pid=123 name=bar",
                "REPLY@6 unique=3 opcode=1 nodeid=1 error=-2 name=bar",
                "REQUEST@7 unique=4 opcode=35 nodeid=1 pid=123 name=new",
                "ENTRY@8 unique=4 opcode=35 nodeid=3 parent=1 gen=1 ino=3 name=new",
                "REPLY@8 unique=4 opcode=35 nodeid=1 fh=1 error=0 name=new",
                "REQUEST@9 unique=5 opcode=11 nodeid=1 pid=123 name=d",
                "REPLY@10 unique=5 opcode=11 nodeid=1 error=-5 name=d",
                "REQUEST@11 unique=8 opcode=2 nodeid=5 pid=0",
                "FORGET@11 unique=8 nodeid=5 nlookup=1",
                "REQUEST@13 unique=10 opcode=42 nodeid=0 pid=0",
                "FORGET@13 unique=10 nodeid=5 nlookup=1",
                "FORGET@13 unique=10 nodeid=6 nlookup=2",
                "REQUEST@14 unique=11 opcode=42 nodeid=0 pid=0",
                "REQUEST@15 unique=12 opcode=12 nodeid=1 other=7 pid=123 name=a second=b",
                "REPLY@16 unique=12 opcode=12 nodeid=1 error=0 name=a");
    }

    @Test
    void bpftraceJson() throws IOException {
        assertReads(
                "bpftrace",
                "bpftrace.json",
                "KERNEL_FORGET@2 nodeid=5 pid=4225 nlookup=3",
                "LOST@4 count=12",
                "LOST@5 count=13");
    }

    @Test
    void bpftraceLines() throws IOException {
        assertReads(
                "bpftrace",
                "bpftrace.txt",
                "KERNEL_IGET@2 nodeid=5 pid=4225 gen=0 sb=18446612686392442880 mode=40755",
                "KERNEL_IGET_RETURN@2 pid=4225 inode=18446612686392446976",
                "KERNEL_REQUEST@3 opcode=1 nodeid=1 pid=4225 sb=18446612686392442880 name=a ret=b",
                "KERNEL_REQUEST_RETURN@3 pid=4225 error=0",
                "KERNEL_REQUEST@4 opcode=1 nodeid=1 pid=4225 sb=18446612686392442880 name=no",
                "KERNEL_REQUEST_RETURN@4 pid=4225 error=-2",
                "KERNEL_SEND@5 unique=6 opcode=1 pid=4225",
                "KERNEL_END@6 unique=6 pid=4226 error=0",
                "KERNEL_EVICT@7 nodeid=5 pid=4225 nlookup=3",
                "KERNEL_FORGET@8 nodeid=5 pid=4225 nlookup=3",
                "LOST@9 count=12");
    }

    @Test
    void tracepointsAsBpftraceReallyPrintsThem() throws IOException {
        ReadLog log = ReadLog.read("bpftrace", ReadLog.bytes("bpftrace-tracepoints.txt"));
        assertEquals(
                List.of(
                        "KERNEL_SEND@2 unique=4 opcode=3 pid=7407",
                        "KERNEL_END@3 unique=4 pid=7392 error=0",
                        "KERNEL_SEND@4 unique=6 opcode=22 pid=7407",
                        "KERNEL_END@5 unique=6 pid=7393 error=-38"),
                log.texts().subList(0, 4));
        assertEquals(0, log.count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
    }

    @Test
    void printsAsInKataContainersIssue8040() throws IOException {
        assertReads(
                "bpftrace",
                "kata-8040.bpftrace",
                "KERNEL_EVICT@2 nodeid=8 pid=158 sb=154007552",
                "KERNEL_FORGET@2 nodeid=8 pid=158",
                "KERNEL_STACK@4 pid=158",
                "KERNEL_EVICT@16 nodeid=9 pid=158 sb=154007552",
                "KERNEL_FORGET@16 nodeid=9 pid=158",
                "KERNEL_STACK@18 pid=158",
                "KERNEL_FORGET@21 nodeid=10 pid=160 nlookup=2",
                "KERNEL_EVICT@22 nodeid=11 nlookup=1 sb=18446612682227378176");
        ReadLog log = ReadLog.read("bpftrace", ReadLog.bytes("grammar/kata-8040.bpftrace"));
        assertEquals(1, log.count(DiagnosticCode.LINE_DAMAGED));
        assertEquals(0, log.count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
        assertEquals(
                Set.of(
                        Capability.PID,
                        Capability.FORGETS,
                        Capability.FORGET_COUNTS,
                        Capability.SUPERBLOCKS,
                        Capability.EVICTIONS,
                        Capability.FORGET_CAUSES),
                log.reader().capabilities());
    }

    @Test
    void fuserOfEveryVersion() throws IOException {
        assertReads(
                "fuser",
                "fuser.log",
                "REQUEST@1 unique=2 opcode=26 nodeid=0 minor=38",
                "REQUEST@2 unique=376 opcode=2 nodeid=667233665096151172",
                "FORGET@2 unique=376 nodeid=667233665096151172 nlookup=1",
                "REQUEST@3 unique=4 opcode=3 nodeid=1",
                "REQUEST@4 unique=721710 opcode=15 nodeid=2193 fh=26781",
                "REQUEST@5 unique=14 opcode=1 nodeid=1 name=x",
                "REQUEST@6 unique=40 opcode=42 nodeid=0",
                "FORGET@6 unique=40 nodeid=5 nlookup=1",
                "FORGET@6 unique=40 nodeid=6 nlookup=2",
                "REQUEST@7 unique=42 opcode=42 nodeid=0",
                "REQUEST@8 unique=44 opcode=1 nodeid=1 name=foo",
                "REQUEST@9 unique=46 nodeid=7");
    }

    @Test
    void jacobsaWireLog() throws IOException {
        assertReads(
                "jacobsa-wire",
                "gcsfuse-wire.json",
                "REQUEST@1 unique=6 opcode=1 nodeid=1 pid=123 name=foo",
                "ENTRY@1 unique=6 opcode=1 nodeid=2 parent=1 gen=0 name=foo",
                "REPLY@1 unique=6 opcode=1 nodeid=1 error=0 name=foo",
                "REQUEST@24 unique=8 opcode=1 nodeid=1 pid=123 name=no",
                "REPLY@24 unique=8 opcode=1 nodeid=1 error=-2 name=no",
                "REQUEST@33 unique=10 opcode=2 nodeid=2",
                "FORGET@33 unique=10 nodeid=2 nlookup=1",
                "REQUEST@34 unique=12 opcode=42",
                "FORGET@34 unique=12 nodeid=5 nlookup=1",
                "FORGET@34 unique=12 nodeid=18446744073709551615 nlookup=3");
    }

    @Test
    void jacobsaOfEveryWrapper() throws IOException {
        assertReads(
                "jacobsa",
                "gcsfuse.log",
                "REQUEST@1 unique=352 opcode=1 nodeid=1 pid=870932 name=b.txt",
                "ENTRY@2 unique=352 opcode=1 nodeid=3 parent=1 name=b.txt",
                "REPLY@2 unique=352 opcode=1 nodeid=1 error=0 name=b.txt",
                "REQUEST@3 unique=78 opcode=15 nodeid=2 pid=564246 fh=0",
                "REQUEST@4 unique=6 opcode=1 nodeid=1 pid=1 name=a, b)",
                "ENTRY@5 unique=6 opcode=1 nodeid=2 parent=1 name=a, b)",
                "REPLY@5 unique=6 opcode=1 nodeid=1 error=0 name=a, b)",
                "REQUEST@6 unique=1520303 opcode=1 nodeid=4 name=x",
                "REPLY@7 unique=1520303 opcode=1 nodeid=4 error=-2 name=x",
                "REQUEST@8 unique=8 opcode=1 nodeid=1 pid=1 name=no",
                "REPLY@9 unique=8 opcode=1 nodeid=1 error=0 name=no",
                "REQUEST@10 unique=10 opcode=2 nodeid=2 pid=0",
                "FORGET@10 unique=10 nodeid=2",
                "REQUEST@12 unique=12 opcode=42 pid=0",
                "REQUEST@13 unique=14 opcode=42 nodeid=0",
                "REQUEST@14 unique=16 opcode=14 nodeid=3 pid=1",
                "REPLY@15 unique=16 opcode=14 nodeid=3 fh=7 error=0",
                "REQUEST@16 unique=18 opcode=3 nodeid=2 pid=1",
                "REPLY@17 unique=18 opcode=3 nodeid=2 error=-9");
    }

    @Test
    void goFuseOfVersion2Dot0() throws IOException {
        assertReads(
                "gofuse",
                "go-fuse-2.0.log",
                "REQUEST@1 unique=3 opcode=1 nodeid=1001 name=Kurz\\x0a",
                "ENTRY@2 unique=3 opcode=1 nodeid=1024 parent=1001 gen=1 mode=100644 name=Kurz\\x0a",
                "REPLY@2 unique=3 opcode=1 nodeid=1001 error=0 name=Kurz\\x0a",
                "REQUEST@3 unique=2982 opcode=42 nodeid=0",
                "FORGET@4 unique=2982 nodeid=804 nlookup=1",
                "FORGET@5 unique=2982 nodeid=805 nlookup=2",
                "REQUEST@6 unique=40 opcode=2 nodeid=822",
                "FORGET@6 unique=40 nodeid=822 nlookup=1");
    }

    @Test
    void goFuseOfVersion2Dot8() throws IOException {
        assertReads(
                "gofuse",
                "go-fuse-2.8.log",
                "REQUEST@1 unique=2 opcode=26 nodeid=0 pid=0 minor=45",
                "REPLY@2 unique=2 opcode=26 nodeid=0 minor=28 error=0",
                "REQUEST@3 unique=6 opcode=1 nodeid=1 pid=1234 name=foo",
                "ENTRY@4 unique=6 opcode=1 nodeid=2 parent=1 gen=1 ino=2 mode=40755 name=foo",
                "REPLY@4 unique=6 opcode=1 nodeid=1 error=0 name=foo",
                "REQUEST@5 unique=8 opcode=35 nodeid=2 pid=1234 name=f1",
                "ENTRY@6 unique=8 opcode=35 nodeid=5 parent=2 gen=1 ino=9 mode=100644 name=f1",
                "REPLY@6 unique=8 opcode=35 nodeid=2 fh=3 error=0 name=f1",
                "REQUEST@7 unique=10 opcode=45 nodeid=2 other=7 pid=1234 name=f1 second=f2",
                "REPLY@8 unique=10 opcode=45 nodeid=2 error=0 name=f1",
                "REQUEST@9 unique=12 opcode=13 nodeid=2 other=5 pid=1234 name=l1",
                "REPLY@10 unique=12 opcode=13 nodeid=2 error=-93 name=l1",
                "REQUEST@11 unique=40 opcode=2 nodeid=822 pid=0",
                "FORGET@11 unique=40 nodeid=822 nlookup=1",
                "NOTIFY@12");
    }

    @Test
    void repliesThatTheKernelRefusedHandOutNothing() throws IOException {
        ReadLog gofuse = ReadLog.of(
                "gofuse",
                "rx 6: LOOKUP n1 [\"foo\"] 4b",
                "tx 6:     OK, {n2 g1 tE=1s tA=1s {M040755 SZ=4096 L=2 0:0 B8*4096 i0:2 A 1.0 M 1.0 C 1.0}}",
                "2020/05/10 10:16:07 writer: Write/Writev failed, err: 2=no such file or directory. opcode: GETATTR",
                "2020/05/10 10:16:07 writer: Write/Writev failed, err: 2=no such file or directory. opcode: LOOKUP",
                "2020/05/10 10:16:07 writer: Write/Writev failed, err: 2=no such file or directory. opcode: LOOKUP",
                "writer: Write/Writev failed, err: 2=no such file or directory. opcode: NOSUCH");
        assertEquals("ENTRY_WITHDRAWN@4 nodeid=2 nlookup=1", gofuse.texts().get(3));
        assertEquals(4, gofuse.events().size());
        ReadLog jacobsa = ReadLog.of(
                "jacobsa",
                "fuse_debug: Op 0x00000006        connection.go:408] <- LookUpInode (parent 1, name \"a\", PID 1)",
                "fuse_debug: Op 0x00000006        connection.go:408] -> LookUpInode (inode 2)",
                "fuse: writeMessage: no such file or directory [144 0 0 0 0 0]",
                "fuse: writeMessage: no such file or directory [144 0 0 0 0 0]");
        assertEquals("ENTRY_WITHDRAWN@3 nodeid=2 nlookup=1", jacobsa.texts().get(3));
        assertEquals(4, jacobsa.events().size());
    }

    @Test
    void timesOfEveryWrapperOfGcsfuse() throws IOException {
        List<Event> events =
                ReadLog.read("jacobsa", ReadLog.bytes("grammar/gcsfuse.log")).events();
        assertEquals(1719284752_093580000L, events.get(0).timeNs());
        assertEquals(1716000000_123456789L, events.get(3).timeNs());
        assertFalse(events.get(4).hasTimeNs());
        assertEquals(1546631746_420179000L, events.get(7).timeNs());
    }

    @Test
    void fuserNamesOfLinksAndRenames() throws IOException {
        ReadLog log = ReadLog.of(
                "fuser",
                "FUSE(  8) ino 0x0000000000000001 LINK ino INodeNo(5), dest \"hard\"",
                "FUSE( 10) ino 0x0000000000000001 LINK ino 6, dest \"hard2\"",
                "FUSE( 12) ino 0x0000000000000001 RENAME src \"a\", dest \"b\"",
                "FUSE( 14) ino 0x0000000000000001 RENAME2 from \"a\", to \"b\"");
        assertEquals(
                List.of(
                        "REQUEST@1 unique=8 opcode=13 nodeid=1 other=5 name=hard",
                        "REQUEST@2 unique=10 opcode=13 nodeid=1 other=6 name=hard2",
                        "REQUEST@3 unique=12 opcode=12 nodeid=1 name=a second=b",
                        "REQUEST@4 unique=14 opcode=45 nodeid=1 name=a second=b"),
                log.texts());
    }

    @Test
    void goFuseBefore2019() throws IOException {
        assertReads(
                "gofuse",
                "go-fuse-2018.log",
                "REQUEST@1 unique=4 opcode=1 nodeid=1 name=foo bar",
                "ENTRY@2 unique=4 opcode=1 nodeid=2 parent=1 gen=1 mode=100644 name=foo bar",
                "REPLY@2 unique=4 opcode=1 nodeid=1 error=0 name=foo bar",
                "REQUEST@3 unique=6 opcode=1 nodeid=1 name=no",
                "REPLY@4 unique=6 opcode=1 nodeid=1 error=-2 name=no",
                "REQUEST@5 unique=784 opcode=42 nodeid=0",
                "FORGET@6 nodeid=2 nlookup=1",
                "FORGET@7 nodeid=804 nlookup=3",
                "REQUEST@8 unique=786 opcode=2 nodeid=5",
                "FORGET@8 unique=786 nodeid=5 nlookup=4");
    }

    @Test
    void mountpointSpans() throws IOException {
        assertReads(
                "fuser",
                "mountpoint-s3.log",
                "REQUEST@1 unique=721590 opcode=1 nodeid=2294 pid=4312 name=x",
                "REPLY@2 unique=721590 opcode=1 nodeid=2294 error=-2 name=x",
                "REQUEST@3 unique=721592 opcode=2 nodeid=2294 pid=0",
                "FORGET@3 unique=721592 nodeid=2294 nlookup=3");
    }

    @Test
    void mediatekTracepoints() throws IOException {
        assertReads(
                "ftrace",
                "mtk.ftrace",
                "KERNEL_IGET@4 nodeid=5 pid=1234",
                "KERNEL_FORGET@5 nodeid=5 pid=80 nlookup=1",
                "KERNEL_FORGET@6 nodeid=7 pid=1234 nlookup=1");
    }

    @Test
    void blocktagTellsTheNewestFirstAndRepeatsItself() throws IOException {
        assertReads(
                "blocktag",
                "blocktag.log",
                "KERNEL_IGET@6 nodeid=6 pid=1234",
                "KERNEL_IGET@4 nodeid=6 pid=1234",
                "KERNEL_FORGET@3 nodeid=7 pid=1240 nlookup=1",
                "KERNEL_FORGET@2 nodeid=6 pid=80 nlookup=2",
                "KERNEL_FORGET@8 nodeid=5 pid=80 nlookup=1");
        ReadLog log = ReadLog.read("blocktag", ReadLog.bytes("grammar/blocktag.log"));
        assertEquals(1, log.count(DiagnosticCode.LINE_DAMAGED));
        assertEquals(2, log.count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
        assertEquals(0, log.count(DiagnosticCode.HISTORY_OVERWRITTEN));
    }

    @Test
    void blocktagDumpsThatDoNotMeetHaveLostWhatIsBetween() throws IOException {
        ReadLog log = ReadLog.of(
                "blocktag",
                "[200]80,mtk_fuse_queue_forget,fuse_evict_inode:151,nodeid=6,nlookup=2",
                "[500]80,mtk_fuse_queue_forget,fuse_evict_inode:151,nodeid=8,nlookup=1",
                "[400]80,mtk_fuse_queue_forget,fuse_evict_inode:151,nodeid=7,nlookup=1");
        assertEquals(
                List.of(
                        "KERNEL_FORGET@1 nodeid=6 pid=80 nlookup=2",
                        "LOST@3",
                        "KERNEL_FORGET@3 nodeid=7 pid=80 nlookup=1",
                        "KERNEL_FORGET@2 nodeid=8 pid=80 nlookup=1"),
                log.texts());
        assertEquals(1, log.count(DiagnosticCode.HISTORY_OVERWRITTEN));
    }

    @Test
    void nydusTrace() throws IOException {
        assertReads(
                "backend-rs",
                "nydus.log",
                "REQUEST@1 unique=4 opcode=1 nodeid=1 pid=93",
                "ENTRY@3 unique=4 opcode=1 parent=1",
                "REPLY@3 unique=4 opcode=1 nodeid=1 error=0",
                "REQUEST@4 unique=6 opcode=1 nodeid=1 pid=93",
                "REPLY@5 unique=6 opcode=1 nodeid=1 error=-2",
                "REQUEST@6 unique=10 opcode=3 nodeid=72057594037927953 pid=93",
                "REPLY@7 unique=10 opcode=3 nodeid=72057594037927953 error=0",
                "REQUEST@8 unique=12 opcode=2 nodeid=72057594037927953 pid=0",
                "FORGET@8 unique=12 nodeid=72057594037927953",
                "REQUEST@9 unique=14 opcode=3 nodeid=72057594037927953 pid=93",
                "REPLY@10 unique=14 opcode=3 nodeid=72057594037927953 error=-9");
    }

    @Test
    void countsDamageAndStrangers() throws IOException {
        ReadLog log = ReadLog.of(
                "gofuse",
                "rx 3: LOOKUP n",
                "rx 3: NOSUCH n1 ",
                "tx 3:     9999999=x",
                "doBatchForget: rx 5 1/2: FORGET n",
                "hello rx",
                "");
        assertEquals(List.of("REQUEST@2 unique=3 nodeid=1"), log.texts());
        assertEquals(3, log.count(DiagnosticCode.LINE_DAMAGED));
        assertEquals(1, log.count(DiagnosticCode.UNKNOWN_OPCODE));
        assertEquals(1, log.count(DiagnosticCode.LINE_NOT_UNDERSTOOD));
    }
}
