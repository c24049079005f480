// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.forgetmenot.format.Capture;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** About 64 MB of a capture in memory, so that benchmarks measure no disk. */
@State(Scope.Benchmark)
public class BigCapture {
    private static final long BYTES = 64L << 20;
    private static final String LAB = "parser/src/test/resources/captures/";

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
        LAB + "rclone.log.gz"
    })
    public String capture = "";

    private byte[] bytes = {};

    @Setup
    public void setUp() throws IOException {
        Path here = Path.of(capture);
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) BYTES + (1 << 20));
        Repeat.write(here.toFile().exists() ? here : Path.of("..").resolve(capture), BYTES, out);
        bytes = out.toByteArray();
    }

    int length() {
        return bytes.length;
    }

    Capture open() throws IOException {
        return Capture.open(Capture.STDIN, null, new ByteArrayInputStream(bytes));
    }
}
