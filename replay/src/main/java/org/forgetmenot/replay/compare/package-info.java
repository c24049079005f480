// SPDX-License-Identifier: Apache-2.0
/** Holds live replies against recorded ones. May use {@code plan} and {@code map}. */
@NullMarked
package org.forgetmenot.replay.compare;

import org.jspecify.annotations.NullMarked;
