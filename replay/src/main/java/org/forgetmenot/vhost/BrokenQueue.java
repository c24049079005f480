// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import java.io.IOException;

/** The other side of a virtqueue, or of the connection about it, does what it may not. */
public final class BrokenQueue extends IOException {
    /** Says what it did. */
    public BrokenQueue(String message) {
        super(message);
    }
}
