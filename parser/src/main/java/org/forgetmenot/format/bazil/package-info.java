// SPDX-License-Identifier: Apache-2.0
/** The debug log of bazil.org/fuse. */
@NullMarked
package org.forgetmenot.format.bazil;

import org.jspecify.annotations.NullMarked;
