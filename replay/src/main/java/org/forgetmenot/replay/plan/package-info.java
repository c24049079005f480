// SPDX-License-Identifier: Apache-2.0
/** A capture as operations in the order of their requests, each with its answer. May use the parser's {@code format}, {@code event} and {@code wire}. */
@NullMarked
package org.forgetmenot.replay.plan;

import org.jspecify.annotations.NullMarked;
