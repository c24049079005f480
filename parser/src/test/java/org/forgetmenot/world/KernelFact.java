// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

/**
 * A probe that was hit in the kernel.
 *
 * @param body the event as the recording recipe prints it
 * @param cause of a FORGET, whose stack is recorded; else null
 */
record KernelFact(long timeNs, int pid, String comm, int cpu, String body, Cause cause) {}
