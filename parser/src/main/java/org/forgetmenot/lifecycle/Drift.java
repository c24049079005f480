// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * A FORGET that only one side of a run saw.
 *
 * @param kernelSide whether the kernel sent it; if not, the server got it
 * @param nlookup what it gave back, null if unknown
 * @param epoch the server's life of the nodeid, null if it is not known
 */
public record Drift(
        boolean kernelSide,
        long nodeid,
        @Nullable Long nlookup,
        Mark forgotten,
        @Nullable Epoch epoch) {}
