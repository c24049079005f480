// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts that people take for captures and that nothing can be read from, each with what to record in its place. */
enum Unread {
    FUNCTION_GRAPH(
            "(?m)^(?:# tracer: function_graph"
                    + "| {0,8}[\\d.]{0,20} {0,4}\\|? {0,4}\\d{1,4}\\) [^\\n]{0,40}\\| {1,80}\\w{1,128}\\([^\\n]{0,256}\\)(?: \\{|;))",
            "a trace of the function_graph tracer, which shows neither nodeids nor counts;"
                    + " record events instead (samples/capture/record-guest.sh)"),
    FUSE_TRACER(
            "(?m)^\\[\\d{1,10}\\] \\w{1,40} \\(Len: \\d{1,10} - Request ID: \\d{1,20} - UID: ",
            "the text of fuse-tracer, which shows no FORGET; record with bpftrace instead (forgetmenot recipes bpftrace)"),
    BAZIL_JSON(
            "\"Node\":\\d{1,20},\"Uid\":\\d{1,10},\"Gid\":\\d{1,10},\"Pid\":\\d{1,10}",
            "messages of bazil.org/fuse as JSON, which does not name their operations;"
                    + " let the program print them as text (log.Printf(\"FUSE: %s\", msg))"),
    BARE_NUMBERS(
            "\\A(?:(?:Attaching \\d{1,6} probes?\\.\\.\\.)?\\R){0,4}+"
                    + "(?:(?=[^\\n]{0,256}\\d)(?:0x)?[0-9a-f]{1,16}+(?:[ \\t,]{1,8}(?:0x)?[0-9a-f]{1,16}+){0,16}+[ \\t]{0,8}\\R){2}",
            "numbers that do not say what they are; let the script print their names, as in 'forget nodeid=5 nlookup=1'"
                    + " (docs/formats.md, bpftrace)");

    private final Pattern sign;
    private final String words;

    Unread(String sign, String words) {
        this.sign = Pattern.compile(sign);
        this.words = words;
    }

    /** What a text is, and what to do; null if it is none of these. */
    static @Nullable String find(Prefix prefix) {
        if (prefix.isText()) {
            for (Unread form : values()) {
                if (prefix.contains(form.sign)) {
                    return form.words;
                }
            }
        }
        return null;
    }
}
