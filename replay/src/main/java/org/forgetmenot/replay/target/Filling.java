// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Fills the directory that a started server serves. */
@FunctionalInterface
public interface Filling {
    /**
     * Makes the files.
     *
     * @param directory empty, and nobody else's
     * @param mayMount whether mounts may be made in it, which are gone with the server
     * @return what there is to know of them, whole sentences
     */
    List<String> fill(Path directory, boolean mayMount) throws IOException;
}
