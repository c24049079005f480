// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import org.forgetmenot.event.Stacks;

/**
 * What a reader reports into besides its events.
 *
 * @param diagnostics oddities of the capture, counted
 * @param stacks the capture's distinct kernel stacks
 * @param path the name the capture was opened by, for messages
 */
public record ReadContext(Diagnostics diagnostics, Stacks stacks, String path) {
    public ReadContext() {
        this(Capture.STDIN);
    }

    public ReadContext(String path) {
        this(new Diagnostics(), new Stacks(), path);
    }
}
