// SPDX-License-Identifier: Apache-2.0
/** The files that must have been there for a capture to go as it went. May use {@code plan}, {@code map}, {@code compare} and {@code server}. */
@NullMarked
package org.forgetmenot.replay.tree;

import org.jspecify.annotations.NullMarked;
