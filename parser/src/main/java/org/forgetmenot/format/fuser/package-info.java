// SPDX-License-Identifier: Apache-2.0
/** The request log of the Rust crates fuser and fuse, and of mountpoint-s3. */
@NullMarked
package org.forgetmenot.format.fuser;

import org.jspecify.annotations.NullMarked;
