// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import org.jspecify.annotations.Nullable;

/**
 * Where a capture shows something.
 *
 * @param input index of the capture, 0 for the first
 * @param position 1-based line of a text, byte offset of a binary
 * @param timeNs on the capture's own clock, null if unknown
 * @param unique unsigned, null if unknown
 * @param task name of the task, safe to print, null if unknown
 * @param pid of the task, null if unknown
 */
public record Evidence(
        int input,
        long position,
        @Nullable Long timeNs,
        @Nullable Long unique,
        @Nullable String task,
        @Nullable Integer pid) {}
