// SPDX-License-Identifier: Apache-2.0
/** Reads {@code strace} of FUSE daemons, produces events by {@code format.message}. */
@NullMarked
package org.forgetmenot.format.strace;

import org.jspecify.annotations.NullMarked;
