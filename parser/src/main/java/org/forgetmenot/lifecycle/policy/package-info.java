// SPDX-License-Identifier: Apache-2.0
/** The four ways a kernel has counted a submount's lookup, each played over the same facts. Reads {@code lifecycle}'s histories. */
@NullMarked
package org.forgetmenot.lifecycle.policy;

import org.jspecify.annotations.NullMarked;
