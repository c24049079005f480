// SPDX-License-Identifier: Apache-2.0
/** The trace log of fuse-backend-rs, as nydus and others write it. */
@NullMarked
package org.forgetmenot.format.backendrs;

import org.jspecify.annotations.NullMarked;
