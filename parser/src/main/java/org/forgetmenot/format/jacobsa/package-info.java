// SPDX-License-Identifier: Apache-2.0
/** The debug log of jacobsa/fuse and its wire log. */
@NullMarked
package org.forgetmenot.format.jacobsa;

import org.jspecify.annotations.NullMarked;
