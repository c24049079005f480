// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.util.List;
import picocli.CommandLine.Parameters;

/** Captures that may come from standard input. */
final class CaptureOptions extends CaptureArguments {
    @Override
    @Parameters(
            paramLabel = "CAPTURE",
            arity = "1..*",
            description =
                    "Captures of FUSE traffic in any known dialect, compressed (gzip, xz, zstd) or not; - is standard input.")
    void paths(List<String> given) {
        super.paths(given);
    }
}
