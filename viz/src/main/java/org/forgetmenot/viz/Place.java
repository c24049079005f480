// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.List;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.report.Diagnosis.Input;
import org.forgetmenot.report.Safe;
import org.forgetmenot.report.Words;

/**
 * Where something stands in a capture, for a column of a table: the line is always there, and of the file's name as much as there is
 * room for.
 *
 * @param full with the whole name
 */
record Place(String text, String full) {
    /** Letters that the page's style has room for. */
    private static final int ROOM = 30;

    /** Letters of a name that are left at least. */
    private static final int NAME_MIN = 8;

    static Place of(Evidence at, List<Input> inputs) {
        if (at.input() < 0 || at.input() >= inputs.size()) {
            String where = Words.where(at, inputs);
            return new Place(where, where);
        }
        Input input = inputs.get(at.input());
        String name = Safe.line(Words.baseName(input.path()));
        String position = Words.position(input, at.position());
        return new Place(
                Captions.shortened(name, Math.max(NAME_MIN, ROOM - position.length())) + position, name + position);
    }

    /** Writes it as a cell. */
    void write(Html html) {
        html.raw("<td class=\"place\"")
                .attribute("title", full)
                .raw(">")
                .text(text)
                .raw("</td>");
    }
}
