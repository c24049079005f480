// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.io.IOException;
import java.util.List;
import org.forgetmenot.format.Capture;

/** The whole way of the data: from open captures to a diagnosis or a life. */
public final class Analysis {
    private Analysis() {}

    /**
     * Diagnoses captures of one run; several are merged on one clock.
     *
     * @throws org.forgetmenot.format.CaptureException if they are not captures of one run
     */
    public static Diagnosis diagnose(List<Capture> captures) throws IOException {
        return new Diagnosis(List.of(), List.of(), new Diagnosis.Nodes(0, 0, 0), null, List.of(), 0, "");
    }

    /**
     * Follows one nodeid through captures of one run.
     *
     * @param nodeid unsigned
     */
    public static Life explain(List<Capture> captures, long nodeid) throws IOException {
        return new Life(nodeid, List.of(), List.of(), 0);
    }
}
