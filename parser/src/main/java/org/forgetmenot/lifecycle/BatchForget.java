// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

/**
 * A BATCH_FORGET that is not well formed.
 *
 * @param stated items that it says it has; unsigned
 * @param room items that its length has room for, -1 if the length is no whole number of items
 * @param emptyItems items of nodeid 0 or of nlookup 0
 */
public record BatchForget(Mark mark, long stated, long room, long emptyItems) {}
