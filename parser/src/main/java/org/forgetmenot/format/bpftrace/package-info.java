// SPDX-License-Identifier: Apache-2.0
/** The lines that bpftrace scripts print of the kernel's fuse functions. */
@NullMarked
package org.forgetmenot.format.bpftrace;

import org.jspecify.annotations.NullMarked;
