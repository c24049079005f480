// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.forgetmenot.detect.Blame;
import org.forgetmenot.detect.Confidence;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.detect.Forgotten;
import org.forgetmenot.detect.HeldBy;
import org.forgetmenot.detect.KnownBug;
import org.forgetmenot.detect.LookedUp;
import org.forgetmenot.detect.Seen;
import org.forgetmenot.detect.Severity;
import org.forgetmenot.detect.Used;
import org.forgetmenot.event.ForgetCause;
import org.forgetmenot.event.Text;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureFormat;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.Prefix;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.Sniff;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Life;
import org.jspecify.annotations.Nullable;

/** An incident as the analysis would describe it, made by hand: what the reports are tested on. */
final class Incident {
    /** The greatest nodeid there is: more than a signed number or a double can hold. */
    static final long GREATEST = -1L;

    private static final int LOOKUP = 1;
    private static final int GETATTR = 3;
    private static final int MKDIR = 9;
    private static final List<String> STACK = List.of(
            "fuse_queue_forget",
            "fuse_evict_inode",
            "evict",
            "__dentry_kill",
            "shrink_dentry_list",
            "prune_dcache_sb",
            "super_cache_scan",
            "do_shrink_slab",
            "shrink_slab.part.0",
            "drop_slab",
            "drop_caches_sysctl_handler",
            "proc_sys_call_handler",
            "vfs_write",
            "ksys_write",
            "do_syscall_64",
            "entry_SYSCALL_64_after_hwframe");

    private Incident() {}

    /** A dialect in name only. */
    record Dialect(String id, String title, boolean isText) implements CaptureFormat {
        @Override
        public String looksLike() {
            return "nothing";
        }

        @Override
        public Set<Capability> capabilities() {
            return EnumSet.allOf(Capability.class);
        }

        @Override
        public Sniff sniff(Prefix prefix) {
            return Sniff.NO;
        }

        @Override
        public CaptureReader open(InputStream in, ReadContext context) {
            throw new UnsupportedOperationException("has a name only");
        }
    }

    static Diagnosis.Input guest() {
        return new Diagnosis.Input(
                "captures/guest.ftrace.gz",
                new Dialect("ftrace", "ftrace text", true),
                15_007L,
                1_324,
                729,
                0,
                97,
                109L,
                0,
                3_201_554_000L,
                5_921_358_000L,
                true,
                List.of(
                        Capability.TIME,
                        Capability.REQUESTS,
                        Capability.PID,
                        Capability.FORGETS,
                        Capability.FORGET_COUNTS,
                        Capability.SUPERBLOCKS,
                        Capability.FORGET_CAUSES),
                List.of(
                        new Diagnostics.Row(DiagnosticCode.LINE_NOT_UNDERSTOOD, 11, List.of(1L, 2L, 3L, 4L)),
                        new Diagnostics.Row(DiagnosticCode.LINE_DAMAGED, 1, List.of(777L))),
                List.of(
                        new Diagnosis.CannotJudge(FindingCode.OVER_FORGET, "this capture has no READDIRPLUS entries"),
                        new Diagnosis.CannotJudge(
                                FindingCode.SERVER_DROPPED_LIVE_NODE, "this capture has no nodeids of replies")));
    }

    static Diagnosis.Input fusedump() {
        return new Diagnosis.Input(
                "-",
                new Dialect("fusedump", "GlusterFS fusedump", false),
                null,
                900,
                400,
                390,
                10,
                null,
                3,
                null,
                null,
                false,
                List.of(Capability.REQUESTS),
                List.of(new Diagnostics.Row(DiagnosticCode.RECORD_DAMAGED, 1, List.of(65_536L))),
                List.of());
    }

    static Finding finding() {
        return new Finding(
                FindingCode.FORGET_BEFORE_LAST_USE,
                Severity.ERROR,
                Confidence.CONFIRMED,
                Blame.KERNEL,
                1,
                3L,
                0L,
                "/ctr/rootfs",
                false,
                List.of(new HeldBy(18, true, true)),
                List.of(
                        new LookedUp(at(812, 3_950_112_000L, "ls", 61), "LOOKUP of rootfs in nodeid 2", false, 17),
                        new LookedUp(at(905, 4_120_660_000L, "sh", 95), "root of a submount, borrowed", true, 18)),
                List.of(new Forgotten(at(1239, 5_176_550_000L, "sh", 48), 1L, ForgetCause.DROP_CACHES, 17, STACK)),
                List.of(),
                List.of(
                        new Used(at(3278, 5_304_115_000L, "stat", 135), LOOKUP, -2, 18, false),
                        new Used(at(3301, 5_310_006_000L, "mkdir", 138), MKDIR, -9, 18, false),
                        new Used(at(3310, 5_311_440_000L, "mkdir", 138), GETATTR, -9, 18, false),
                        new Used(at(3325, 5_404_980_000L, "stat", 139), GETATTR, -9, 18, false),
                        new Used(at(3340, 5_409_300_000L, "mkdir", 142), MKDIR, -9, 18, false)),
                30,
                22,
                KnownBug.SUBMOUNT_BORROWS_LOOKUP,
                "The kernel looked nodeid 3 up once, for the mount point in superblock 17. The root of the submount,"
                        + " superblock 18, uses the same nodeid without a lookup of its own. When drop_caches shrank"
                        + " superblock 17 the kernel sent FORGET with that one lookup, so the server dropped the node"
                        + " while the container in superblock 18 still lived in it; its requests fail from then on.");
    }

    static Diagnosis diagnosis() {
        return new Diagnosis(
                List.of(guest()),
                List.of(new Diagnosis.Connection(
                        1,
                        "7.38",
                        List.of(
                                new Diagnosis.Superblock(
                                        17, 0xff11000004813840L, false, 1L, 3_201_554_000L, 5_919_752_000L),
                                new Diagnosis.Superblock(18, 0xff11000004813008L, true, 3L, 4_120_650_000L, null)),
                        null,
                        List.of(new Diagnosis.Count("LOOKUP", 118), new Diagnosis.Count("GETATTR", 61)),
                        List.of(new Diagnosis.Count("ENOENT", 40), new Diagnosis.Count("EBADF", 8)))),
                new Diagnosis.Nodes(93, 2, 41),
                null,
                List.of(finding()),
                0,
                "The kernel forgot nodeid 3 (/ctr/rootfs) in superblock 17 while superblock 18 still used it; 22 of"
                        + " 30 later requests failed.");
    }

    /** What came from the capture has gone through {@link Text}, as every reader does it; the path has not. */
    static Diagnosis hostile() {
        String name = escaped("/x\u001b]0;owned\u0007\r\nnodeid 9\u202e");
        String task = escaped("sh\u001b[31m");
        Finding calm = finding();
        Evidence at = new Evidence(1, 1L << 40, Long.MAX_VALUE, GREATEST, task, Integer.MAX_VALUE);
        Finding finding = new Finding(
                FindingCode.USE_AFTER_FORGET,
                Severity.WARNING,
                Confidence.POSSIBLE,
                Blame.UNKNOWN,
                null,
                GREATEST,
                GREATEST,
                name,
                false,
                List.of(new HeldBy(null, false, false)),
                List.of(new LookedUp(at, "LOOKUP of " + name, false, null)),
                List.of(new Forgotten(at, null, null, null, List.of())),
                List.of(new Seen(at, "entry of " + name)),
                List.of(new Used(at, 999, -4095, null, true), new Used(at, LOOKUP, null, 3, false)),
                2,
                1,
                null,
                "It names " + name + ".");
        return new Diagnosis(
                List.of(
                        guest(),
                        new Diagnosis.Input(
                                "/tmp/\u001b[2J\u009bevil\n.dump",
                                fusedump().format(),
                                null,
                                1,
                                1,
                                0,
                                0,
                                null,
                                0,
                                null,
                                null,
                                false,
                                List.of(),
                                fusedump().diagnostics(),
                                List.of())),
                List.of(),
                new Diagnosis.Nodes(1, 1, 1),
                new Diagnosis.Alignment(0.5, -1, 1, "They fit."),
                List.of(finding, calm),
                7,
                "Two things.");
    }

    static Life life() {
        return new Life(
                3,
                List.of(guest()),
                List.of(
                        step(812, 3_950_112_000L, "ls", 61, "LOOKUP of rootfs in nodeid 2", 17, 1L, held(17, 1L)),
                        step(905, 4_120_660_000L, "sh", 95, "root of a submount", 18, 1L, held(17, 1L), held(18, 0L)),
                        step(1239, 5_176_550_000L, "sh", 48, "FORGET nlookup 1, by drop_caches", 17, 0L, held(18, 0L)),
                        step(3278, 5_304_115_000L, "stat", 135, "LOOKUP -2 ENOENT", 18, null, held(18, 0L))),
                0);
    }

    private static Life.Step step(
            long line, long ns, String task, int pid, String what, int sDev, @Nullable Long count, Life.Held... held) {
        return new Life.Step(at(line, ns, task, pid), what, sDev, count, List.of(held));
    }

    private static Life.Held held(int sDev, @Nullable Long count) {
        return new Life.Held(sDev, count);
    }

    private static Evidence at(long line, long ns, String task, int pid) {
        return new Evidence(0, line, ns, null, task, pid);
    }

    private static String escaped(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        Text text = new Text();
        text.set(bytes, 0, bytes.length);
        return text.toString();
    }
}
