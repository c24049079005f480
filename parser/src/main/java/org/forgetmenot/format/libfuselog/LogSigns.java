// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuselog;

import java.util.regex.Pattern;
import org.forgetmenot.format.Prefix;

/** By what the dialects whose lines grew out of libfuse's are known, and told from each other. */
public final class LogSigns {
    private static final Pattern REQUEST_OR_REPLY =
            Pattern.compile("unique: \\d+, (?:opcode: \\S+ \\(\\d+\\), nodeid: |success, |error: |result=)");
    private static final Pattern VIRTIOFSD = Pattern.compile(
            "\\[ID: \\d{8,}\\] |\\bfv_queue_|\\bvirtio_(?:loop|session_mount|send_msg)|\\bvirtiofsd\\[\\d+\\]: |source=virtiofsd");

    private LogSigns() {}

    /** Whether there is any request or reply as libfuse writes them. */
    public static boolean hasMessages(Prefix prefix) {
        return prefix.contains(REQUEST_OR_REPLY);
    }

    /**
     * Whether there is anything that the C virtiofsd, which took over the library's lines, writes and no libfuse does: its
     * thread prefix, its queue threads, its name in syslog and in Kata's log.
     */
    public static boolean isVirtiofsd(Prefix prefix) {
        return prefix.contains(VIRTIOFSD);
    }
}
