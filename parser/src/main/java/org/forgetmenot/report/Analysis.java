// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.io.IOException;
import java.util.List;
import org.forgetmenot.format.Capture;
import org.forgetmenot.lifecycle.Watch;
import org.forgetmenot.lifecycle.policy.Policy;
import org.forgetmenot.session.Alignment;
import org.forgetmenot.session.Merge;
import org.jspecify.annotations.Nullable;

/** The whole way of the data: from open captures to a diagnosis or a life. */
public final class Analysis {
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
     * @param nodeids whose timelines to keep, unsigned
     */
    public static Picture picture(List<Capture> captures, List<Long> nodeids) throws IOException {
        Watch watch = new Watch();
        List<TimelineBook> books = nodeids.stream().map(TimelineBook::new).toList();
        for (int i = 0; i < books.size(); i++) {
            watch.follow(nodeids.get(i), books.get(i)::add);
        }
        Run run = new Run(captures, books.isEmpty() ? null : watch);
        ActivityBook activity = run.keepActivity();
        Diagnosis diagnosis = Diagnoses.of(run, alignment(read(run)));
        Activity wentOn = activity.activity();
        return new Picture(
                diagnosis,
                wentOn,
                books.stream().map(b -> b.timeline(diagnosis, wentOn)).toList());
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
