// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.forgetmenot.report.Activity;
import org.forgetmenot.report.Picture;

/** Pictures of runs that no sample has, and the words in them. */
final class Activities {
    private Activities() {}

    /** A run in which requests took so long; the kernel is seen if one of them was measured there. */
    static Picture latencies(Activity.Latency... latencies) throws IOException {
        List<Activity.Latency> all = List.of(latencies);
        boolean atKernel = all.stream().anyMatch(Activity.Latency::atKernel);
        return picture(new Activity(true, 0, 1, List.of(), List.of(), all, atKernel, List.of(), 0));
    }

    /** A run of one opcode, in buckets of such a length. */
    static Picture requests(boolean timed, long bucket, Long... perBucket) throws IOException {
        List<Long> requests = List.of(perBucket);
        List<Activity.Bucket> buckets =
                requests.stream().map(n -> new Activity.Bucket(1, 0, n, 0, 0)).toList();
        Activity.Opcode opcode = new Activity.Opcode(
                "GETATTR", requests.stream().mapToLong(n -> n).sum(), requests);
        return picture(new Activity(timed, 0, bucket, buckets, List.of(opcode), List.of(), false, List.of(), 0));
    }

    /** Requests of one opcode: from the median on, as {@link LatencyMark#DRAWN} has them. */
    static Activity.Latency latency(String opcode, boolean atKernel, long tickNs, double... ns) {
        List<Activity.Percentile> percentiles = new ArrayList<>();
        for (int i = 0; i < ns.length; i++) {
            percentiles.add(new Activity.Percentile(LatencyMark.DRAWN.get(i), (long) ns[i]));
        }
        double last = DoubleStream.of(ns).max().orElse(0);
        if (ns.length < LatencyMark.DRAWN.size()) {
            percentiles.add(new Activity.Percentile(100, (long) last));
        }
        return new Activity.Latency(opcode, 100_000, 0, atKernel, tickNs, percentiles);
    }

    private static Picture picture(Activity activity) throws IOException {
        return new Picture(Samples.picture(3, Samples.INCIDENT).diagnosis(), activity, List.of(), List.of());
    }

    /** All words in a picture, the labels of its axes among them. */
    static List<String> words(Charts charts, int width) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        charts.svg(width, out);
        String svg = out.toString(StandardCharsets.UTF_8).replaceFirst("<!DOCTYPE[^>]*>", "");
        return DrawnText.of(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                        .getDocumentElement())
                .stream()
                .map(DrawnText::text)
                .toList();
    }
}
