// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import org.forgetmenot.replay.ReplayOptions;
import picocli.CommandLine.Option;

/** Leave to change files that were not made for a replay. */
final class OwnTreeOption {
    @Option(
            names = "--i-own-this-tree",
            description = "Let the replay change the files of a server that was not started for it.")
    private boolean given;

    ReplayOptions of(ReplayOptions options) {
        return given ? options.mayChangeAnyTree() : options;
    }
}
