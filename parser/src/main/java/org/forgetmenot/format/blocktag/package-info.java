// SPDX-License-Identifier: Apache-2.0
/** The log of fuse events that MediaTek's blocktag keeps in the kernel. */
@NullMarked
package org.forgetmenot.format.blocktag;

import org.jspecify.annotations.NullMarked;
