// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

/** Everything odd that can be met inside a capture: counted, explained, never an exception and never silent. */
public enum DiagnosticCode {
    LINE_NOT_UNDERSTOOD(Severity.INFO, Origin.CAPTURE, "lines that are no event of this dialect were skipped"),
    LINE_DAMAGED(
            Severity.WARNING,
            Origin.CAPTURE,
            "lines that begin like an event but cannot be read were skipped: check how the capture was copied"),
    LINE_TOO_LONG(Severity.WARNING, Origin.CAPTURE, "lines longer than 1 MiB (32 MiB in NDJSON) were skipped"),
    CUT_SHORT(
            Severity.WARNING,
            Origin.CAPTURE,
            "the capture ends in the middle of a line or record; the part was dropped"),
    COMPRESSION_DAMAGED(
            Severity.WARNING,
            Origin.CAPTURE,
            "the compressed data is damaged or ends early; what came before was read"),
    RECORD_DAMAGED(
            Severity.ERROR, Origin.CAPTURE, "a record's length or signature makes no sense; reading stopped there"),
    PAGE_DAMAGED(
            Severity.WARNING,
            Origin.CAPTURE,
            "pages of the trace buffer were left where their events stop making sense; other pages were read"),
    PART_DAMAGED(
            Severity.WARNING,
            Origin.CAPTURE,
            "a part of the file that helps to read the events (symbols, task names) is damaged and was not used"),
    MESSAGE_DAMAGED(
            Severity.WARNING,
            Origin.CAPTURE,
            "messages whose length does not fit their opcode were read as far as they go"),
    PACKET_CUT(
            Severity.WARNING,
            Origin.CAPTURE,
            "packets were recorded only in part, and what they carried is lost: record again without a snapshot length (tcpdump -s 0)"),
    PACKET_FRAGMENT(
            Severity.WARNING,
            Origin.CAPTURE,
            "IP packets that were sent in pieces are not put together, and the TCP that they carried is missing"),
    PACKET_NOT_FUSE(Severity.INFO, Origin.CAPTURE, "packets that carry no FUSE message were passed over"),
    UNKNOWN_OPCODE(
            Severity.INFO,
            Origin.CAPTURE,
            "requests with an opcode that this version does not know were kept without their arguments"),
    EVENTS_LOST(
            Severity.WARNING,
            Origin.CAPTURE,
            "the recorder lost events: counts are bounds from there on; record again with a larger buffer"),
    HISTORY_OVERWRITTEN(
            Severity.WARNING,
            Origin.CAPTURE,
            "the trace buffer was full and its beginning was overwritten: record again with a larger buffer (buffer_size_kb)"),
    REPLY_WITHOUT_REQUEST(Severity.INFO, Origin.CAPTURE, "replies to requests that are not in the capture"),
    PROBE_VALUE_UNREADABLE(
            Severity.INFO,
            Origin.CAPTURE,
            "probe arguments that could not be read, (fault) for one, are treated as unknown"),
    UNKNOWN_SUPERBLOCK(
            Severity.INFO,
            Origin.CAPTURE,
            "requests with a superblock pointer that no other event knows: the probe may read a wrong offset for this kernel (fuse_mount.sb is at 16 on 5.10, at 8 later); treated as unknown"),
    CLOCK_BACKWARDS(
            Severity.INFO, Origin.CAPTURE, "time goes backwards here and there; the order in the capture was kept"),
    STACKS_TOO_MANY(
            Severity.INFO, Origin.ANALYSIS, "more distinct stacks than are kept; the cause of some FORGETs is unknown"),
    REQUESTS_TOO_MANY(
            Severity.WARNING,
            Origin.ANALYSIS,
            "so many requests wait for a reply that the oldest were given up: a reply that comes yet is read without its request"),
    TASKS_TOO_MANY(
            Severity.WARNING,
            Origin.ANALYSIS,
            "more threads or descriptors than are followed: lines that belong together may have been read apart"),
    CONNECTIONS_TOO_MANY(
            Severity.WARNING,
            Origin.ANALYSIS,
            "connections that the report has no room for are not listed, nor is all that is wrong in them: record less at a time"),
    SUPERBLOCKS_TOO_MANY(
            Severity.INFO, Origin.ANALYSIS, "superblocks that the report has no room for are judged but not listed");

    /** How much a reader of the report should care. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR
    }

    /** Whose fault it is: the recording's or ours. */
    public enum Origin {
        CAPTURE,
        ANALYSIS
    }

    private final Severity severity;
    private final Origin origin;
    private final String help;

    DiagnosticCode(Severity severity, Origin origin, String help) {
        this.severity = severity;
        this.origin = origin;
        this.help = help;
    }

    /** The stable name in JSON, such as {@code line-damaged}. */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    public Severity severity() {
        return severity;
    }

    public Origin origin() {
        return origin;
    }

    public String help() {
        return help;
    }

    /** Whether its places are byte offsets of the decompressed capture even in a text. */
    public boolean isAtOffset() {
        return this == COMPRESSION_DAMAGED;
    }
}
