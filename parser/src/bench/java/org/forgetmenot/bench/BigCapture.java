// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.format.ndjson.NdjsonWriter;
import org.forgetmenot.format.pcap.PcapngMessageWriter;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** About 64 MB of a capture in memory (a trace.dat in the page cache), so that benchmarks measure no disk. */
@State(Scope.Benchmark)
public class BigCapture {
    private static final long BYTES = 64L << 20;
    private static final String LAB = "parser/src/test/resources/captures/";

    /** Before a capture that is to be converted. */
    private static final String NDJSON_OF = "ndjson of ";

    private static final String USER0_OF = "pcapng of ";
    private static final String TCP_OF = "TCP of ";

    /** Below the project's root; benchmarks run in it or in {@code parser/}. */
    @Param({
        "samples/submount-fixed/guest.ftrace.gz",
        LAB + "stock612-container-c.ftrace.gz",
        "samples/submount-fixed/virtiofsd.log.gz",
        LAB + "unfixed-container-rust.log.gz",
        "samples/gluster/gluster.fusedump.gz",
        LAB + "passthrough_ll.log.gz",
        LAB + "passthrough_ll.strace.gz",
        LAB + "gocryptfs.log.gz",
        LAB + "rclone.log.gz",
        LAB + "unfixed-container-tracecmd.txt.gz",
        LAB + "grammar/perf.txt",
        LAB + "grammar/bpftrace.txt",
        LAB + "grammar/bpftrace.json",
        LAB + "grammar/fuser.log",
        LAB + "grammar/mountpoint-s3.log",
        LAB + "grammar/nydus.log",
        LAB + "grammar/gcsfuse.log",
        LAB + "grammar/gcsfuse-wire.json",
        LAB + "tracedat/t6.dat.gz",
        LAB + "unfixed-container-tracecmd.dat",
        NDJSON_OF + "samples/submount-fixed/guest.ftrace.gz",
        NDJSON_OF + "samples/submount-fixed/virtiofsd.log.gz",
        NDJSON_OF + "samples/gluster/gluster.fusedump.gz",
        USER0_OF + "samples/gluster/gluster.fusedump.gz",
        TCP_OF + "samples/gluster/gluster.fusedump.gz"
    })
    public String capture = "";

    private byte[] bytes = {};
    private @Nullable Path file;
    private @Nullable String dialect;

    @Setup
    public void setUp() throws IOException {
        String converted = Stream.of(NDJSON_OF, USER0_OF, TCP_OF)
                .filter(capture::startsWith)
                .findAny()
                .orElse("");
        String name = capture.substring(converted.length());
        Path here = Path.of(name);
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) BYTES + (1 << 20));
        Repeat.write(
                here.toFile().exists() ? here : Path.of("..").resolve(name),
                converted.isEmpty() ? BYTES : BYTES / 2,
                out);
        bytes = converted.isEmpty() ? out.toByteArray() : convert(converted, out.toByteArray());
        if (bytes[0] == 0x17) {
            // a trace.dat is read in several places at once
            file = Files.createTempFile("forgetmenot-bench-", ".dat");
            Files.write(file, bytes);
        }
        try (Capture first = open()) {
            dialect = first.format().id();
        }
    }

    private static byte[] convert(String target, byte[] other) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) BYTES);
        try (Capture from = Capture.open(Capture.STDIN, null, new ByteArrayInputStream(other));
                CaptureWriter to = writer(target, out)) {
            Event event = new Event();
            to.begin(from);
            while (from.reader().next(event)) {
                to.write(event);
            }
            to.end(from);
        }
        return out.toByteArray();
    }

    private static CaptureWriter writer(String target, OutputStream out) throws IOException {
        return switch (target) {
            case NDJSON_OF -> new NdjsonWriter(out);
            case USER0_OF -> new PcapngMessageWriter(out, 0);
            default -> new TcpWriter(out);
        };
    }

    @TearDown
    public void tearDown() throws IOException {
        if (file != null) {
            Files.delete(file);
        }
    }

    int length() {
        return bytes.length;
    }

    /** Opens it; its dialect is found only the first time. */
    Capture open() throws IOException {
        return file == null
                ? Capture.open(Capture.STDIN, dialect, new ByteArrayInputStream(bytes))
                : Capture.open(file.toString(), dialect, InputStream.nullInputStream());
    }
}
