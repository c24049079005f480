// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.event.ForgetCause;
import org.jspecify.annotations.Nullable;

/**
 * A count was given back here.
 *
 * @param nlookup how much, null if unknown
 * @param cause why, null if no stack shows it
 * @param sDev superblock that let go, null if unknown
 * @param stack function names, innermost first, empty if none
 */
public record Forgotten(
        Evidence at,
        @Nullable Long nlookup,
        @Nullable ForgetCause cause,
        @Nullable Integer sDev,
        List<String> stack) {}
