// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was planted against what was found: how many sessions of each. */
final class Matrix {
    static final String NOTHING = "nothing";
    /** Nothing was found of a fault in a capture that holds only a part of the session. */
    static final String NOT_WHOLE = "nothing in a part";

    static final String REFUSED = "refused";

    private final Map<String, Map<String, Integer>> rows = new TreeMap<>();
    private final Map<String, Integer> sessions = new TreeMap<>();

    /** One session was judged. */
    synchronized void add(String planted, Set<String> found) {
        sessions.merge(planted, 1, Integer::sum);
        Map<String, Integer> row = rows.computeIfAbsent(planted, p -> new TreeMap<>());
        found.forEach(code -> row.merge(code, 1, Integer::sum));
    }

    /** A table in Markdown: only what differs from the diagonal has columns of its own. */
    synchronized String table() {
        Set<String> others = new TreeSet<>();
        rows.forEach((planted, row) ->
                row.keySet().stream().filter(f -> !f.equals(planted)).forEach(others::add));
        StringBuilder text = new StringBuilder("| planted | sessions | found |");
        others.forEach(code -> text.append(' ').append(code).append(" |"));
        text.append("\n| --- | --- | --- |")
                .append(" --- |".repeat(others.size()))
                .append('\n');
        rows.forEach((planted, row) -> {
            text.append("| ")
                    .append(planted)
                    .append(" | ")
                    .append(sessions.get(planted))
                    .append(" | ")
                    .append(row.getOrDefault(planted, 0))
                    .append(" |");
            others.forEach(code -> text.append(' ')
                    .append(code.equals(planted) ? "" : row.getOrDefault(code, 0))
                    .append(" |"));
            text.append('\n');
        });
        return text.toString();
    }
}
