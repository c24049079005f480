// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * A request or an answer that a ledger remembers.
 *
 * @param opcode of the request
 * @param nodeid that the request names; unsigned, 0 if none or unknown
 * @param error of the answer, null if it is not one
 */
public record Sighting(
        Mark mark, int opcode, long nodeid, @Nullable Integer error) {}
