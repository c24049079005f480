// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.report.Diagnosis.CannotJudge;
import org.forgetmenot.report.Diagnosis.Input;

/** What is said of a capture itself, in phrases that several reports share. */
public final class InputText {
    private InputText() {}

    /** The ids of the classes that cannot be judged, by the reason, in the order in which they come. */
    public static Map<String, String> byReason(Stream<CannotJudge> unjudged) {
        return unjudged.collect(Collectors.toMap(
                CannotJudge::why,
                cannot -> cannot.code().id(),
                (codes, code) -> codes + ", " + code,
                LinkedHashMap::new));
    }

    /** What no capture of the run could show, with the reason that the first one gives. */
    public static List<CannotJudge> unjudged(Diagnosis diagnosis) {
        List<Input> inputs = diagnosis.inputs();
        if (inputs.isEmpty()) {
            return List.of();
        }
        return inputs.get(0).cannotJudge().stream()
                .filter(cannot -> inputs.stream()
                        .allMatch(i -> i.cannotJudge().stream().anyMatch(c -> c.code() == cannot.code())))
                .toList();
    }

    /** The dialect, for people. */
    public static String dialect(Input input) {
        return input.format().title();
    }

    /** How much it held, on one line if it can be. */
    public static String counts(Input input) {
        List<String> parts = new ArrayList<>();
        parts.add(Words.count(input.requests(), "request"));
        if (input.replies() > 0) {
            parts.add(input.replies() + (input.replies() == 1 ? " reply" : " replies"));
        }
        parts.add(forgets(input));
        if (input.firstNs() != null && input.lastNs() != null) {
            parts.add(Words.duration(input.lastNs() - input.firstNs()));
        }
        if (input.lostEvents() > 0) {
            parts.add(Words.count(input.lostEvents(), "event") + " lost");
        }
        parts.add(input.startsAtInit() ? "from INIT on" : "begins after the mount");
        return String.join(", ", parts);
    }

    public static String forgets(Input input) {
        return Words.count(input.forgets(), "FORGET")
                + (input.forgetSum() == null ? "" : " (nlookup " + input.forgetSum() + ")");
    }

    /** One line of the table of oddities. */
    public static String diagnostic(Input input, Diagnostics.Row row) {
        String places = row.samples().stream().map(String::valueOf).collect(Collectors.joining(", "));
        String more = row.count() > row.samples().size() && !row.samples().isEmpty() ? ", ..." : "";
        return row.code().severity().name().toLowerCase(Locale.ROOT) + ": "
                + row.code().id() + " x " + row.count() + ": "
                + row.code().help()
                + (places.isEmpty()
                        ? ""
                        : " (" + (input.format().isText() && !row.code().isAtOffset() ? "line " : "offset ") + places
                                + more + ")");
    }
}
