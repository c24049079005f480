// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuse;

/** Who writes into the log beside the low-level library, which decides what it tells. */
enum LogStyle {
    /** Not seen yet. */
    UNKNOWN,
    /** Nobody: entries without nodeids, FORGETs without counts. */
    PLAIN,
    /** passthrough_ll: every count. */
    PASSTHROUGH,
    /** The high-level library: every count but those of READDIRPLUS entries. */
    HIGH_LEVEL
}
