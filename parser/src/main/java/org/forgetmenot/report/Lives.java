// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.List;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.Superblock;
import org.forgetmenot.lifecycle.Watch;
import org.jspecify.annotations.Nullable;

/** Makes the plain record of one nodeid's life. */
final class Lives {
    private Lives() {}

    static Life of(Run run, Watch watch) {
        return new Life(
                watch.nodeid(),
                Diagnoses.inputs(run),
                watch.steps().stream().map(Lives::step).toList(),
                watch.omitted());
    }

    private static Life.Step step(Watch.Step step) {
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

    private static List<Life.Held> held(Watch.Step step) {
        return step.held().stream()
                .filter(h -> h.superblock() != null && h.superblock().hasSDev())
                .map(h -> new Life.Held(sDevOf(h.superblock()), h.count()))
                .toList();
    }

    private static @Nullable Integer sDev(@Nullable Superblock superblock) {
        return superblock != null && superblock.hasSDev() ? superblock.sDev() : null;
    }

    private static int sDevOf(@Nullable Superblock superblock) {
        return superblock == null ? 0 : superblock.sDev();
    }
}
