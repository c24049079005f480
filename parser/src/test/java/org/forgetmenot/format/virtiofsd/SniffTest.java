// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.virtiofsd;

import static org.forgetmenot.format.virtiofsd.LogCase.C;
import static org.forgetmenot.format.virtiofsd.LogCase.RUST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.format.CaptureFormat;
import org.forgetmenot.format.Formats;
import org.forgetmenot.format.Prefix;
import org.forgetmenot.format.Sniff;
import org.junit.jupiter.api.Test;

class SniffTest {
    private static Prefix prefix(String text) {
        return new Prefix(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Prefix prefix(byte[] bytes) {
        return new Prefix(Arrays.copyOf(bytes, Math.min(bytes.length, Prefix.MAX_BYTES)));
    }

    @Test
    void realLogsAreClaimedOnce() throws IOException {
        assertEquals(
                "virtiofsd-c",
                Formats.detect("x", prefix(LogCase.containerOfC())).id());
        assertEquals(
                "virtiofsd-c", Formats.detect("x", prefix(LogCase.smallOfC())).id());
        assertEquals(
                "virtiofsd-rust",
                Formats.detect("x", prefix(LogCase.containerOfRust())).id());
    }

    @Test
    void fragmentsAreClaimedOnce() throws IOException {
        String body = "unique: 60, opcode: FLUSH (25), nodeid: 1, insize: 64, pid: 1\n";
        List<String> ofC = List.of(
                "[13316825985314] [ID: 00000004] " + body,
                "[ID: 00000071] " + body,
                "[2020-12-20 00:32:08.64+0100] [ID: 00000006] " + body,
                "Jul 06 15:29:27 fedora virtiofsd[20943]: " + body,
                "time=\"2019-08-29T08:42:55Z\" level=debug msg=\"" + body.strip() + "\" ID=1 source=virtiofsd\n",
                "virtio_loop: Entry\n" + body);
        List<String> ofRust = List.of(
                "[DEBUG virtiofsd::server] Received request: opcode=Read (15), inode=41, unique=794, pid=481\n",
                "[2022-01-08T03:42:34Z DEBUG virtiofsd::server] Received request: 1\n",
                "Jul  8 03:42:34 host virtiofsd[1]: Replying OK, header: OutHeader { len: 80, error: 0, unique: 2 }\n");
        for (CaptureFormat format : Formats.ALL) {
            ofC.forEach(text ->
                    assertEquals(format.id().equals(C.id()) ? Sniff.YES : Sniff.NO, format.sniff(prefix(text)), text));
            ofRust.forEach(text -> assertEquals(
                    format.id().equals(RUST.id()) ? Sniff.YES : Sniff.NO, format.sniff(prefix(text)), text));
        }
    }

    @Test
    void othersAreLeftToOthers() throws IOException {
        for (CaptureFormat format : List.of(C, RUST)) {
            assertEquals(Sniff.NO, format.sniff(prefix(LogCase.unpacked(TestCaptures.resource("libfuse-ll.log.gz")))));
            assertEquals(
                    Sniff.NO, format.sniff(prefix("unique: 60, opcode: FLUSH (25), nodeid: 1, insize: 64, pid: 1\n")));
            assertEquals(Sniff.NO, format.sniff(prefix("hello\n")));
            assertEquals(Sniff.NO, format.sniff(new Prefix(new byte[0])));
        }
        assertEquals(
                Sniff.MAYBE,
                C.sniff(
                        prefix(
                                "unique: 60, opcode: LOOKUP (1), nodeid: 1, insize: 64, pid: 1\nlo_lookup(parent=1, name=a)\n")));
    }
}
