// SPDX-License-Identifier: Apache-2.0
/** Live servers that requests are sent to. May use {@code server} and the parser's {@code wire}. */
@NullMarked
package org.forgetmenot.replay.target;

import org.jspecify.annotations.NullMarked;
