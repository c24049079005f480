// SPDX-License-Identifier: Apache-2.0
/**
 * Reads ftrace text ({@code trace}, {@code trace_pipe} and {@code trace-cmd report}), produces events of the kernel's side.
 * May use {@code event} and {@code wire}.
 */
@NullMarked
package org.forgetmenot.format.ftrace;

import org.jspecify.annotations.NullMarked;
