// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import org.jspecify.annotations.Nullable;

/**
 * A request from its sending to its answer.
 *
 * @param kernelSide whether the kernel's waiting was seen, and not what came to the server
 * @param from nanoseconds on the clock of the run
 * @param to when it was answered; the same as {@code from} if that was not seen
 * @param opcode such as LOOKUP
 * @param nodeid that it names, unsigned; null if unknown
 * @param unique unsigned, null if unknown
 * @param task name of the task, safe to print; null if unknown
 * @param pid of the task, null if unknown
 * @param answered whether its answer was seen
 * @param error 0 or a negative errno, null if unknown
 */
public record Span(
        boolean kernelSide,
        long from,
        long to,
        String opcode,
        @Nullable Long nodeid,
        @Nullable Long unique,
        @Nullable String task,
        @Nullable Integer pid,
        boolean answered,
        @Nullable Integer error) {}
