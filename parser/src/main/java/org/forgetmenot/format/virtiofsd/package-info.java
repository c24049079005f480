// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the debug logs of the two virtiofsd daemons, produces events: the C one (QEMU 5.0 to 7.2), whose log tells every
 * count, and the Rust one, whose log tells only what was asked and how it ended. May use {@code event} and {@code wire}.
 */
@NullMarked
package org.forgetmenot.format.virtiofsd;

import org.jspecify.annotations.NullMarked;
