// SPDX-License-Identifier: Apache-2.0
/** The one model that every dialect becomes. May use {@code wire}. */
@NullMarked
package org.forgetmenot.event;

import org.jspecify.annotations.NullMarked;
