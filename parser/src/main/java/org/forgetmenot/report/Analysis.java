// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.forgetmenot.format.Capture;
import org.forgetmenot.lifecycle.Watch;
import org.forgetmenot.lifecycle.policy.Policy;
import org.forgetmenot.session.Alignment;
import org.forgetmenot.session.Merge;
import org.jspecify.annotations.Nullable;

/** The whole way of the data: from open captures to a diagnosis or a life. */
public final class Analysis {
    /** Mount points whose lives are written down on the chance that something is found of them. */
    private static final int MOUNT_POINTS_MAX = 64;

    private Analysis() {}

    /**
     * Diagnoses captures of one run; several are merged on one clock.
     *
     * @throws org.forgetmenot.format.CaptureException if they are not captures of one run
     */
    public static Diagnosis diagnose(List<Capture> captures) throws IOException {
        Run run = new Run(captures, null);
        return Diagnoses.of(run, alignment(read(run)));
    }

    /**
     * Diagnoses captures of one run and keeps what pictures of it need.
     *
     * @param nodeids whose timelines to keep, unsigned; if empty, those of mount points that something bad is found of, as far as
     *     they could be foreseen: a capture of the kernel alone tells in time which nodeids are mount points
     */
    public static Picture picture(List<Capture> captures, List<Long> nodeids) throws IOException {
        return picture(captures, nodeids, true, null);
    }

    /**
     * The same, and hands on each request when it has ended.
     *
     * @param requests is given each
     */
    public static Picture picture(List<Capture> captures, List<Long> nodeids, Consumer<Span> requests)
            throws IOException {
        return picture(captures, nodeids, true, requests);
    }

    /** The same with the timelines alone, which takes little longer than the diagnosis. */
    public static Picture timelines(List<Capture> captures, List<Long> nodeids) throws IOException {
        return picture(captures, nodeids, false, null);
    }

    private static Picture picture(
            List<Capture> captures, List<Long> nodeids, boolean all, @Nullable Consumer<Span> requests)
            throws IOException {
        Watch watch = new Watch();
        List<TimelineBook> books = books(nodeids, watch);
        if (nodeids.isEmpty() && captures.size() == 1) {
            watch.followMountPoints(MOUNT_POINTS_MAX, nodeid -> {
                TimelineBook book = new TimelineBook(nodeid);
                books.add(book);
                return book::add;
            });
        }
        Run run = new Run(captures, watch);
        ActivityBook activity = all ? run.keepActivity() : null;
        if (requests != null) {
            run.handOn(requests);
        }
        Diagnosis diagnosis = Diagnoses.of(run, alignment(read(run)));
        List<Long> found = diagnosis.wrongNodeids();
        return new Picture(
                diagnosis,
                activity == null ? Activity.UNKNOWN : activity.activity(),
                books.stream()
                        .filter(b -> nodeids.contains(b.nodeid()) || found.contains(b.nodeid()))
                        .map(b -> b.timeline(diagnosis))
                        .toList());
    }

    private static List<TimelineBook> books(List<Long> nodeids, Watch watch) {
        List<TimelineBook> books = new ArrayList<>();
        for (long nodeid : nodeids) {
            TimelineBook book = new TimelineBook(nodeid);
            books.add(book);
            watch.follow(nodeid, book::add);
        }
        return books;
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
        read(run);
        return lives.of(run, nodeid);
    }

    /**
     * Plays the kernel's accounting of captures of one run under other policies.
     *
     * @param policies names of those asked for, in order: of {@link WhatIf#policyNames}
     * @throws IllegalArgumentException if there is no such policy
     */
    public static WhatIf whatIf(List<Capture> captures, List<String> policies) throws IOException {
        List<Policy> asked = WhatIfs.policies(policies);
        Run run = new Run(captures, null);
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
