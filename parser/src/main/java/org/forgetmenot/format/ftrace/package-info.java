// SPDX-License-Identifier: Apache-2.0
/** ftrace text: {@code trace}, {@code trace_pipe} and {@code trace-cmd report}. */
@NullMarked
package org.forgetmenot.format.ftrace;

import org.jspecify.annotations.NullMarked;
