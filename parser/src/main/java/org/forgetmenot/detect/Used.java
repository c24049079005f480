// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import org.jspecify.annotations.Nullable;

/**
 * The nodeid was used here although it was forgotten.
 *
 * @param opcode of the request
 * @param error the server's answer, 0 or a negative errno; null if unknown
 * @param sDev superblock that used it, null if unknown
 * @param aliased the nodeid had been handed out again, so the request reached another file
 */
public record Used(
        Evidence at,
        int opcode,
        @Nullable Integer error,
        @Nullable Integer sDev,
        boolean aliased) {}
