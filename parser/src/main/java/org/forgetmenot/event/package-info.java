// SPDX-License-Identifier: Apache-2.0
/** The one model that every dialect becomes. Uses {@code wire} only. */
@NullMarked
package org.forgetmenot.event;

import org.jspecify.annotations.NullMarked;
