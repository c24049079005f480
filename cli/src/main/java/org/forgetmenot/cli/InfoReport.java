// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.forgetmenot.format.Capability;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Diagnosis.Connection;
import org.forgetmenot.report.Diagnosis.Count;
import org.forgetmenot.report.Diagnosis.Input;
import org.forgetmenot.report.Diagnosis.Superblock;
import org.forgetmenot.report.InputText;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** What one capture is, as text: what it holds, and what it cannot show however long one looks. */
final class InfoReport {
    private static final String INDENT = "  ";
    private static final int LABEL_COLUMNS = 14;

    private final Page page;

    private InfoReport(Page page) {
        this.page = page;
    }

    static String of(Diagnosis diagnosis, Ansi ansi) {
        Page page = new Page(ansi);
        InfoReport report = new InfoReport(page);
        diagnosis.inputs().forEach(report::input);
        diagnosis.connections().forEach(report::connection);
        Diagnosis.Nodes nodes = diagnosis.nodes();
        report.field(
                "nodeids",
                nodes.seen() + " seen, " + nodes.live() + " live at the end, " + nodes.peakLive() + " at most");
        return page.toString();
    }

    private void field(String label, String value) {
        String first = INDENT + label + " ".repeat(Math.max(1, LABEL_COLUMNS - label.length()));
        page.hanging(first, " ".repeat(INDENT.length() + LABEL_COLUMNS), value);
    }

    private void input(Input input) {
        page.heading(Words.baseName(input.path()));
        field("dialect", input.format().id() + " (" + input.format().title() + ")");
        field("size", size(input.sizeBytes()));
        field("time", span(input));
        field("begins", input.startsAtInit() ? "at INIT" : "after the mount: nodeids of unknown origin");
        field("events", input.events() + (input.lostEvents() > 0 ? ", " + input.lostEvents() + " lost" : ""));
        field("requests", input.requests() + ", replies " + input.replies());
        field("forgets", InputText.forgets(input));
        field("holds", input.held().stream().map(Capability::words).collect(Collectors.joining(", ")));
        InputText.byReason(input.cannotJudge().stream())
                .forEach((why, codes) -> field("cannot judge", codes + ": " + why));
        for (var row : input.diagnostics()) {
            field("oddity", InputText.diagnostic(input, row));
        }
    }

    private void connection(Connection connection) {
        field(
                "connection",
                connection.id()
                        + (connection.protocol() == null
                                ? ", protocol unknown (no INIT)"
                                : ", protocol " + connection.protocol()));
        for (Superblock superblock : connection.superblocks()) {
            field("  superblock", superblock(superblock));
        }
        Diagnosis.Handles handles = connection.handles();
        if (handles != null) {
            field(
                    "  handles",
                    handles.seen() + " opened, " + handles.open() + " left open, " + handles.peakOpen() + " at most");
        }
        if (!connection.opcodes().isEmpty()) {
            field("  opcodes", counts(connection.opcodes()));
        }
        if (!connection.errors().isEmpty()) {
            field("  errors", counts(connection.errors()));
        }
    }

    private static String superblock(Superblock superblock) {
        StringBuilder text = new StringBuilder();
        text.append(superblock.sDev() == null ? "number unknown" : superblock.sDev());
        if (superblock.pointer() != null) {
            text.append(" at 0x").append(Long.toHexString(superblock.pointer()));
        }
        if (superblock.submount()) {
            text.append(", submount");
        }
        if (superblock.rootNodeid() != null) {
            text.append(", root nodeid ").append(Long.toUnsignedString(superblock.rootNodeid()));
        }
        if (superblock.mountedNs() != null) {
            text.append(", mounted ").append(Words.time(superblock.mountedNs()));
        }
        if (superblock.killedNs() != null) {
            text.append(", killed ").append(Words.time(superblock.killedNs()));
        }
        return text.toString();
    }

    private static String counts(List<Count> counts) {
        return counts.stream().map(c -> c.name() + " " + c.count()).collect(Collectors.joining(", "));
    }

    private static String span(Input input) {
        if (input.firstNs() == null || input.lastNs() == null) {
            return "unknown";
        }
        return Words.dateAndTime(input.firstNs()) + " to " + Words.time(input.lastNs()) + ", "
                + Words.duration(input.lastNs() - input.firstNs());
    }

    private static String size(@Nullable Long bytes) {
        if (bytes == null) {
            return "unknown";
        }
        if (bytes < 1_000_000) {
            return bytes + " bytes";
        }
        return String.format(Locale.ROOT, "%d bytes (%.1f MB)", bytes, bytes / 1e6);
    }
}
