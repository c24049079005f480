// SPDX-License-Identifier: Apache-2.0
/** The text of {@code perf script}. */
@NullMarked
package org.forgetmenot.format.perf;

import org.jspecify.annotations.NullMarked;
