// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.format.Capture;

/** Captures for tests: the samples, and events that a test writes down line by line. */
final class TestCapture {
    private static final Path SAMPLES = Path.of("../samples");

    private TestCapture() {}

    /** A sample, or several of one run. */
    static List<Capture> samples(String... names) throws IOException {
        List<Capture> captures = new ArrayList<>();
        for (String name : names) {
            captures.add(open(SAMPLES.resolve(name)));
        }
        return captures;
    }

    static Capture open(Path file) throws IOException {
        return Capture.open(file.toString(), null, InputStream.nullInputStream());
    }

    /** A capture of events in NDJSON; single quotes stand for double ones. */
    static Capture of(Path directory, String... events) throws IOException {
        StringBuilder text =
                new StringBuilder("{\"schema\":\"forgetmenot/event/1\",\"dialect\":\"virtiofsd-c\",\"capabilities\":"
                        + "[\"time\",\"requests\",\"unique\",\"names\",\"errors\",\"entry-nodeids\",\"readdirplus-entries\",\"forgets\","
                        + "\"forget-counts\"]}\n");
        for (int i = 0; i < events.length; i++) {
            text.append(events[i]
                            .replace('\'', '"')
                            .replaceFirst(
                                    "\\{", "{\"position\":" + (i + 1) + ",\"timeNs\":" + (i + 1) * 1_000_000L + ","))
                    .append('\n');
        }
        Path file = directory.resolve("events.ndjson");
        Files.writeString(file, text);
        return open(file);
    }

    /** A request and its answer, as events. */
    static String[] events(String... lines) {
        return lines;
    }

    static String request(int unique, int opcode, long nodeid, String more) {
        return "{'kind':'request','unique':" + unique + ",'opcode':" + opcode + ",'nodeid':" + nodeid + more + "}";
    }

    static String reply(int unique, int opcode, int error, String more) {
        return "{'kind':'reply','unique':" + unique + ",'opcode':" + opcode + ",'error':" + error + more + "}";
    }

    static String entry(int unique, long parent, String name, long nodeid) {
        return "{'kind':'entry','unique':" + unique + ",'nodeid':" + nodeid + ",'parent':" + parent + ",'name':'" + name
                + "'}";
    }

    static String forget(int unique, long nodeid, long nlookup) {
        return "{'kind':'forget','unique':" + unique + ",'nodeid':" + nodeid + ",'nlookup':" + nlookup + "}";
    }
}
