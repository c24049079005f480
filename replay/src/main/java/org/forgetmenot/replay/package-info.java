// SPDX-License-Identifier: Apache-2.0
/** Plays the requests of a capture to a live server and compares what it answers. May use the parser's packages and {@code server}. */
@NullMarked
package org.forgetmenot.replay;

import org.jspecify.annotations.NullMarked;
