// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import org.forgetmenot.event.Stacks;

/**
 * What a reader reports into besides its events.
 *
 * @param diagnostics oddities of the capture, counted
 * @param stacks the capture's distinct kernel stacks
 */
public record ReadContext(Diagnostics diagnostics, Stacks stacks) {
    public ReadContext() {
        this(new Diagnostics(), new Stacks());
    }
}
