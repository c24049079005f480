// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.report.Analysis;

/** What every fuzz test of a reader does: the whole way from bytes to a diagnosis, where only a clear refusal is allowed. */
public final class AnalysisFuzz {
    private AnalysisFuzz() {}

    /** Diagnoses bytes as a dialect. */
    public static void diagnose(String dialect, byte[] bytes) throws IOException {
        try (Capture capture = Capture.open(Capture.STDIN, dialect, new ByteArrayInputStream(bytes))) {
            Analysis.diagnose(List.of(capture));
        } catch (CaptureException e) {
            // one line for the user: what it is for
        }
    }
}
