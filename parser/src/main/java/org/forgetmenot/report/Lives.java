// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.event.StepKind;
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

    Life of(Run run, Diagnosis diagnosis, long nodeid) {
        Map<Evidence, Long> forgets = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).kind() == StepKind.FORGET) {
                forgets.put(evidence(steps.get(i).mark()), (long) i);
            }
        }
        EarlyForgets early = new EarlyForgets(diagnosis, nodeid, forgets::get);
        List<Life.Step> told = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            told.add(step(steps.get(i), i, early));
        }
        return new Life(nodeid, Diagnoses.inputs(run), told, omitted);
    }

    /** A step as the diagnosis has it: what a ledger suspected when it happened may have been refuted later. */
    private static Life.Step step(Step step, long number, EarlyForgets early) {
        Integer sDev = sDev(step.superblock());
        boolean isRefuted = step.kind() == StepKind.USED_FORGOTTEN && !early.isReached(number, sDev);
        Long count = step.serverCount();
        boolean isCountRefuted = count != null
                && count == 0
                && step.held().stream().anyMatch(h -> h.forgotten() && !early.isReached(number, sDev(h.superblock())));
        return new Life.Step(
                evidence(step.mark()),
                isRefuted ? "used by " + step.request() : step.what(),
                sDev,
                isCountRefuted ? null : count,
                held(step));
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
                .map(h -> new Life.Held(h.superblock().sDev(), h.known()))
                .toList();
    }

    static @Nullable Integer sDev(@Nullable Superblock superblock) {
        return superblock != null && superblock.hasSDev() ? superblock.sDev() : null;
    }
}
