// SPDX-License-Identifier: Apache-2.0
/** The FUSE wire protocol: opcodes, errnos and the layout of every structure as documented offsets. No state, no allocation; uses nothing else of ours. */
@NullMarked
package org.forgetmenot.wire;

import org.jspecify.annotations.NullMarked;
