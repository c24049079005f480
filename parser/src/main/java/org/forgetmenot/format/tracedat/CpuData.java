// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

/**
 * Where one processor's part of a buffer lies.
 *
 * @param offset in the file
 * @param size in bytes, as it lies there
 * @param pageBytes size of the pages it consists of
 * @param compressed whether the pages come in compressed chunks
 */
record CpuData(int cpu, long offset, long size, int pageBytes, boolean compressed) {}
