// SPDX-License-Identifier: Apache-2.0
/** Reads FUSE messages as raw bytes, produces events: shared by the dialects that carry whole messages. May use {@code event} and {@code wire}. */
@NullMarked
package org.forgetmenot.format.message;

import org.jspecify.annotations.NullMarked;
