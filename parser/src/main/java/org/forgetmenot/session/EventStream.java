// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.session;

import java.io.IOException;
import org.forgetmenot.event.Event;

/** One stream of events, whether it comes from one capture or from several. */
public interface EventStream {
    /**
     * Reads the next event.
     *
     * @param event filled anew; its texts are valid until the next call
     * @return false at the end
     */
    boolean next(Event event) throws IOException;
}
