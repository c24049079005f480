// SPDX-License-Identifier: Apache-2.0
/** Reads the debug logs of libfuse, high level and low level, produces events as far as such a log tells them. */
@NullMarked
package org.forgetmenot.format.libfuse;

import org.jspecify.annotations.NullMarked;
