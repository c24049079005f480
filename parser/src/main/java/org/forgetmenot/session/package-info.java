// SPDX-License-Identifier: Apache-2.0
/** Reads several captures as one stream of events on one clock. May use {@code format} and what it may use. */
@NullMarked
package org.forgetmenot.session;

import org.jspecify.annotations.NullMarked;
