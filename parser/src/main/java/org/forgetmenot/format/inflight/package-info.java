// SPDX-License-Identifier: Apache-2.0
/** The requests of a log that wait for their replies. */
@NullMarked
package org.forgetmenot.format.inflight;

import org.jspecify.annotations.NullMarked;
