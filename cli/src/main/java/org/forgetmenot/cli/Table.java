// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.report.Safe;

/**
 * Rows with aligned columns. A column that is empty in every row takes no room; the last one may be long and is wrapped.
 * Notes between the rows keep out of the columns.
 */
final class Table {
    private static final String GAP = "  ";
    /** With less room than this the last column goes to a line of its own. */
    private static final int LAST_COLUMN_MIN = 16;

    private record Row(List<String> cells, String note, int noteIndent) {}

    private final int indent;
    private final List<Row> rows = new ArrayList<>();
    private int rightAligned;
    private boolean wrap = true;

    Table(int indent) {
        this.indent = indent;
    }

    /** Aligns a column to the right, as numbers want it. */
    Table right(int column) {
        rightAligned |= 1 << column;
        return this;
    }

    /** Leaves the last column on its line however long it is: for output that is read with grep. */
    Table oneLineEach() {
        wrap = false;
        return this;
    }

    Table row(String... cells) {
        rows.add(new Row(List.of(cells), "", 0));
        return this;
    }

    /** A line among the rows that is not in their columns. */
    Table note(int noteIndent, String text) {
        rows.add(new Row(List.of(), text, noteIndent));
        return this;
    }

    void printTo(Page page) {
        int[] widths = widths();
        for (Row row : rows) {
            if (row.cells.isEmpty()) {
                page.hanging(" ".repeat(row.noteIndent), " ".repeat(row.noteIndent + 2), row.note);
            } else {
                print(page, row.cells, widths);
            }
        }
    }

    private int[] widths() {
        int columns = rows.stream().mapToInt(r -> r.cells.size()).max().orElse(0);
        int[] widths = new int[columns];
        for (Row row : rows) {
            for (int i = 0; i < row.cells.size(); i++) {
                widths[i] = Math.max(
                        widths[i], Page.columns(Safe.line(row.cells.get(i)).stripTrailing()));
            }
        }
        return widths;
    }

    private void print(Page page, List<String> cells, int[] widths) {
        StringBuilder head = new StringBuilder(" ".repeat(indent));
        int last = cells.size() - 1;
        for (int i = 0; i < last; i++) {
            if (widths[i] == 0) {
                continue;
            }
            String cell = Safe.line(cells.get(i)).stripTrailing();
            String padding = " ".repeat(widths[i] - Page.columns(cell));
            boolean right = (rightAligned & 1 << i) != 0;
            head.append(right ? padding : "")
                    .append(cell)
                    .append(right ? "" : padding)
                    .append(GAP);
        }
        String tail = cells.get(last);
        int column = Page.columns(head.toString());
        if (!wrap || column + Page.columns(tail) <= Page.WIDTH) {
            page.line(head + tail);
        } else if (Page.WIDTH - column >= LAST_COLUMN_MIN) {
            page.hanging(head.toString(), " ".repeat(column), tail);
        } else {
            page.line(head.toString());
            page.paragraph(indent + 4, tail);
        }
    }
}
