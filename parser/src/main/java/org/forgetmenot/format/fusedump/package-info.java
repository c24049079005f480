// SPDX-License-Identifier: Apache-2.0
/** Reads GlusterFS fusedumps, produces events. May use {@code event}, {@code wire} and {@code format.message}. */
@NullMarked
package org.forgetmenot.format.fusedump;

import org.jspecify.annotations.NullMarked;
