// SPDX-License-Identifier: Apache-2.0
/** The debug log of go-fuse. */
@NullMarked
package org.forgetmenot.format.gofuse;

import org.jspecify.annotations.NullMarked;
