// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.forgetmenot.format.Capture;
import org.forgetmenot.lifecycle.Watch;
import org.forgetmenot.lifecycle.policy.Policy;
import org.forgetmenot.session.Alignment;
import org.forgetmenot.session.Merge;
import org.jspecify.annotations.Nullable;

/** The whole way of the data: from open captures to a diagnosis or a life. */
public final class Analysis {
    /** The part of the memory that the steps of all nodeids may take, until those are chosen that are wanted. */
    private static final int STEPS_SHARE = 4;

    private static final long STEPS_BYTES_MAX = 1L << 30;

    private Analysis() {}

    /**
     * Diagnoses captures of one run; several are merged on one clock.
     *
     * @throws org.forgetmenot.format.CaptureException if they are not captures of one run
     */
    public static Diagnosis diagnose(List<Capture> captures) throws IOException {
        Run run = new Run(captures, new Watch());
        return Diagnoses.of(run, alignment(read(run)));
    }

    /** Diagnoses captures of one run and keeps what pictures of it need. */
    public static Picture picture(List<Capture> captures, Subject subject) throws IOException {
        return picture(captures, subject, true, null);
    }

    /**
     * The same, and hands on each request when it has ended.
     *
     * @param requests is given each
     */
    public static Picture picture(List<Capture> captures, Subject subject, Consumer<Span> requests) throws IOException {
        return picture(captures, subject, true, requests);
    }

    /** The same with the timelines alone, which takes little longer than the diagnosis. */
    public static Picture timelines(List<Capture> captures, Subject subject) throws IOException {
        return picture(captures, subject, false, null);
    }

    private static Picture picture(
            List<Capture> captures, Subject subject, boolean all, @Nullable Consumer<Span> requests)
            throws IOException {
        Watch watch = new Watch();
        Map<Long, TimelineBook> books = new HashMap<>();
        follow(subject.beforehand(), watch, books);
        if (subject.isChosen()) {
            watch.followAll(Math.min(STEPS_BYTES_MAX, Runtime.getRuntime().maxMemory() / STEPS_SHARE));
        }
        Run run = new Run(captures, watch);
        ActivityBook activity = all ? run.keepActivity() : null;
        if (requests != null) {
            run.handOn(requests);
        }
        Diagnosis diagnosis = Diagnoses.of(run, alignment(read(run)));
        Activity known = activity == null ? Activity.UNKNOWN : activity.activity();
        List<Long> nodeids = subject.choice().of(diagnosis, known, watch::busiest);
        if (subject.isChosen()) {
            follow(nodeids.stream().filter(watch::isKept).toList(), watch, books);
            watch.recall();
        }
        List<Timeline> timelines = new ArrayList<>();
        for (long nodeid : nodeids) {
            TimelineBook book = books.get(nodeid);
            if (book != null) {
                timelines.add(book.timeline(diagnosis));
            }
        }
        return new Picture(diagnosis, known, nodeids, timelines);
    }

    private static void follow(List<Long> nodeids, Watch watch, Map<Long, TimelineBook> books) {
        for (long nodeid : nodeids) {
            watch.follow(nodeid, books.computeIfAbsent(nodeid, TimelineBook::new)::add);
        }
    }

    private static @Nullable Alignment alignment(@Nullable Merge merge) {
        return merge == null ? null : merge.alignment();
    }

    /**
     * Follows one nodeid through captures of one run.
     *
     * @param nodeid unsigned
     */
    public static Life explain(List<Capture> captures, long nodeid) throws IOException {
        Lives lives = new Lives();
        Watch watch = new Watch();
        watch.follow(nodeid, lives::add);
        Run run = new Run(captures, watch);
        Diagnosis diagnosis = Diagnoses.of(run, alignment(read(run)));
        return lives.of(run, diagnosis, nodeid);
    }

    /**
     * Plays the kernel's accounting of captures of one run under other policies.
     *
     * @param policies names of those asked for, in order: of {@link WhatIf#policyNames}
     * @throws IllegalArgumentException if there is no such policy
     */
    public static WhatIf whatIf(List<Capture> captures, List<String> policies) throws IOException {
        List<Policy> asked = WhatIfs.policies(policies);
        Run run = new Run(captures, new Watch());
        run.ledgers().kernel().keepSubmountHistories();
        read(run);
        return WhatIfs.of(run, asked);
    }

    /** Compares two captures of one workload, such as one from before and one from after a change of the kernel. */
    public static Difference diff(Capture first, Capture second) throws IOException {
        return Differences.of(first, second);
    }

    private static @Nullable Merge read(Run run) throws IOException {
        List<Capture> captures = run.captures();
        if (captures.size() == 1) {
            run.read(captures.get(0).reader()::next);
            return null;
        }
        Merge merge = Merge.of(captures);
        run.read(merge);
        return merge;
    }
}
