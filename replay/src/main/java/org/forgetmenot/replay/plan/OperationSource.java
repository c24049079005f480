// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.plan;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Operations in the order in which they are to be sent. */
@FunctionalInterface
public interface OperationSource {
    /** The next operation, null at the end. */
    @Nullable
    Operation next() throws IOException;
}
