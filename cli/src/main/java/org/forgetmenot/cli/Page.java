// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import org.forgetmenot.report.Safe;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Text laid out for {@link #WIDTH} columns. Whatever is put on it is made safe to print; only the page itself adds colour. */
final class Page {
    /** Columns that a report keeps to, so that it survives being pasted into a mail or a bug report. */
    static final int WIDTH = 80;

    private final StringBuilder out = new StringBuilder();
    private final Ansi ansi;

    Page(Ansi ansi) {
        this.ansi = ansi;
    }

    Page blank() {
        out.append('\n');
        return this;
    }

    /** One line as it is. */
    Page line(String text) {
        out.append(Safe.line(text).stripTrailing()).append('\n');
        return this;
    }

    /** A heading of a section. */
    Page heading(String text) {
        return styled("", "", text, Style.bold);
    }

    /** A paragraph: every line is indented alike. */
    Page paragraph(int indent, String text) {
        return hanging(" ".repeat(indent), " ".repeat(indent), text);
    }

    /** A paragraph whose first line begins differently, such as {@code "fixed by: "}. */
    Page hanging(String first, String rest, String text) {
        return styled(first, rest, text);
    }

    /** A paragraph in colour. */
    Page styled(String first, String rest, String text, Style... styles) {
        String safeFirst = Safe.line(first);
        String safeRest = Safe.line(rest);
        StringBuilder line = new StringBuilder(safeFirst);
        int columns = columns(safeFirst);
        boolean fresh = true;
        for (String word : Safe.line(text).split(" ", -1)) {
            int needed = columns(word);
            if (!fresh && columns + 1 + needed > WIDTH) {
                emit(line, styles);
                line = new StringBuilder(safeRest);
                columns = columns(safeRest);
                fresh = true;
            }
            if (!fresh) {
                line.append(' ');
                columns++;
            }
            line.append(word);
            columns += needed;
            fresh = false;
        }
        emit(line, styles);
        return this;
    }

    private void emit(StringBuilder line, Style... styles) {
        String text = line.toString().stripTrailing();
        int indent = text.length() - text.stripLeading().length();
        out.append(text, 0, indent);
        if (ansi.enabled() && styles.length > 0) {
            out.append(Style.on(styles)).append(text, indent, text.length()).append(Style.reset.on());
        } else {
            out.append(text, indent, text.length());
        }
        out.append('\n');
    }

    /** How many columns a text takes. */
    static int columns(String text) {
        return text.codePointCount(0, text.length());
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
