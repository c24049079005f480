// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.io.IOException;
import java.util.List;
import org.forgetmenot.format.Capture;
import org.forgetmenot.lifecycle.Watch;

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
        run.read(captures.get(0).reader()::next);
        return Diagnoses.of(run, null);
    }

    /**
     * Follows one nodeid through captures of one run.
     *
     * @param nodeid unsigned
     */
    public static Life explain(List<Capture> captures, long nodeid) throws IOException {
        Watch watch = new Watch(nodeid);
        Run run = new Run(captures, watch);
        run.read(captures.get(0).reader()::next);
        return Lives.of(run, watch);
    }
}
