// SPDX-License-Identifier: Apache-2.0
/** {@code trace.dat}, the binary file of trace-cmd, versions 6 and 7. */
@NullMarked
package org.forgetmenot.format.tracedat;

import org.jspecify.annotations.NullMarked;
