// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.Step;
import org.forgetmenot.lifecycle.Superblock;
import org.jspecify.annotations.Nullable;

/** Makes the plain record of one nodeid's life. */
final class Lives {
    private final List<Step> steps = new ArrayList<>();
    private long omitted;

    void add(Step step) {
        if (steps.size() < Life.STEPS_MAX) {
            steps.add(step);
        } else {
            omitted++;
        }
    }

    Life of(Run run, long nodeid) {
        return new Life(
                nodeid, Diagnoses.inputs(run), steps.stream().map(Lives::step).toList(), omitted);
    }

    private static Life.Step step(Step step) {
        Mark mark = step.mark();
        return new Life.Step(evidence(mark), step.what(), sDev(step.superblock()), step.serverCount(), held(step));
    }

    static Evidence evidence(Mark mark) {
        return new Evidence(
                mark.input(),
                mark.position(),
                mark.hasTime() ? mark.timeNs() : null,
                mark.hasUnique() ? mark.unique() : null,
                mark.task(),
                mark.hasPid() ? mark.pid() : null);
    }

    private static List<Life.Held> held(Step step) {
        return step.held().stream()
                .filter(h -> h.superblock().hasSDev())
                .map(h -> new Life.Held(h.superblock().sDev(), h.count()))
                .toList();
    }

    static @Nullable Integer sDev(@Nullable Superblock superblock) {
        return superblock != null && superblock.hasSDev() ? superblock.sDev() : null;
    }
}
