// SPDX-License-Identifier: Apache-2.0
/** Reads the ledgers, produces findings with their evidence. May use {@code lifecycle} and what it may use. */
@NullMarked
package org.forgetmenot.detect;

import org.jspecify.annotations.NullMarked;
