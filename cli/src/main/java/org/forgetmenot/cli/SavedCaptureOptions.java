// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.util.List;
import picocli.CommandLine.Parameters;

/** Captures that are read more than once, which standard input cannot be. */
final class SavedCaptureOptions extends CaptureArguments {
    @Override
    @Parameters(
            paramLabel = "CAPTURE",
            arity = "1..*",
            description =
                    "Captures of FUSE traffic in any known dialect, compressed (gzip, xz, zstd) or not; as they are"
                            + " read more than once, standard input is none.")
    void paths(List<String> given) {
        super.paths(given);
    }

    @Override
    void check() {
        super.check();
        if (hasStdin()) {
            throw usage("captures are read more than once here: save standard input to a file");
        }
    }
}
