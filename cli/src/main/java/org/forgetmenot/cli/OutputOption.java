// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import org.forgetmenot.format.CaptureException;
import picocli.CommandLine.Option;

/** The file that a command writes. */
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "Where to write; - is standard output.")
    private String output = "";

    @Option(names = "--force", description = "Write over a file that exists.")
    private boolean force;

    /** As it was given. */
    String name() {
        return output;
    }

    /** Opens it, see {@link OutputFile#whole}. */
    OutputFile whole(Console console) throws CaptureException {
        return OutputFile.whole(output, force, console);
    }
}
