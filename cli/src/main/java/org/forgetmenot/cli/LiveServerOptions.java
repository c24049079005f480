// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import org.forgetmenot.replay.ReplayOptions;
import org.forgetmenot.replay.TargetSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What it takes to replay against a server that somebody else has started. */
final class LiveServerOptions {
    @Option(
            names = "--token",
            paramLabel = "TEXT",
            description = "What a TCP server of forgetmenot wants to hear first.")
    private @Nullable String token;

    @Option(
            names = "--i-own-this-tree",
            description = "Let the replay change the files of a server that was not started for it.")
    private boolean ownTree;

    /** Refuses what does not fit the target, null if there is none. */
    void check(@Nullable TargetSpec target, CaptureArguments captures) {
        if (token != null && (target == null || !target.isTcp())) {
            throw captures.usage("--token is for targets of tcp");
        }
    }

    TargetSpec of(TargetSpec target) {
        return token == null ? target : target.withToken(token);
    }

    ReplayOptions of(ReplayOptions options) {
        return ownTree ? options.mayChangeAnyTree() : options;
    }
}
