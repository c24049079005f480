// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.forgetmenot.format.Capture;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Picture;
import org.forgetmenot.report.Span;
import org.forgetmenot.report.Subject;

/** Pictures of real captures. */
final class Samples {
    static final String INCIDENT = "submount-incident/guest.ftrace.gz";
    static final String INCIDENT_AT_SERVER = "submount-incident/virtiofsd.log.gz";
    static final String FIXED = "submount-fixed/guest.ftrace.gz";
    static final String GLUSTER = "gluster/gluster.fusedump.gz";
    /** Two submounts of one nodeid; the name is a long one. */
    static final String TWO = captured("lab/61-steal-two.ftrace.gz");
    /** Its clock has whole seconds. */
    static final String RUST_SERVER = captured("unfixed-container-rust.log.gz");
    /** It does not show how much is counted. */
    static final String GOCRYPTFS = captured("gocryptfs.log.gz");

    private Samples() {}

    private static String captured(String name) {
        return "../parser/src/test/resources/captures/" + name;
    }

    static Picture picture(List<Long> nodeids, String... samples) throws IOException {
        return picture(nodeids, span -> {}, samples);
    }

    static Picture picture(List<Long> nodeids, Consumer<Span> requests, String... samples) throws IOException {
        List<Capture> captures = new ArrayList<>();
        try {
            for (String sample : samples) {
                Path file = Path.of("..", "samples").resolve(sample);
                captures.add(Capture.open(file.toString(), null, InputStream.nullInputStream()));
            }
            return Analysis.picture(captures, Subject.of(nodeids), requests);
        } finally {
            for (Capture capture : captures) {
                capture.close();
            }
        }
    }

    static Picture picture(long nodeid, String... samples) throws IOException {
        return picture(List.of(nodeid), samples);
    }

    static boolean isUpdate() {
        return Arrays.asList("true", "").contains(System.getProperty("golden.update"));
    }
}
