// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.io.IOException;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.replay.plan.Effects;
import org.forgetmenot.replay.tree.TreeBuilder;
import org.forgetmenot.replay.tree.TreeFromCapture;
import org.forgetmenot.server.FuseError;
import org.forgetmenot.server.MemoryTree;

/** The files that a capture shows, as they were when it began. */
public final class CapturedFiles {
    private CapturedFiles() {}

    /**
     * Builds them in memory.
     *
     * @param capture which can be read more than once
     * @throws CaptureException if they do not fit
     */
    public static MemoryTree of(Capture capture) throws IOException {
        TreeFromCapture files = new TreeFromCapture();
        Effects.read(capture, files::accept);
        try {
            return TreeBuilder.build(files);
        } catch (FuseError e) {
            throw new CaptureException(capture.path() + ": its files do not fit into memory: " + e.getMessage(), e);
        }
    }
}
