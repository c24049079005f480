// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * More was forgotten than was ever looked up.
 *
 * @param forgotten the FORGET that took too much
 * @param nlookup what it took, null if unknown
 * @param countBefore what there was to take, null if unknown
 * @param readdirplusGivenBack entries of READDIRPLUS that a FORGET of 1 had given back before, while others were left
 */
public record Excess(
        long nodeid,
        @Nullable Epoch epoch,
        Mark forgotten,
        @Nullable Long nlookup,
        @Nullable Long countBefore,
        long readdirplusGivenBack) {}
