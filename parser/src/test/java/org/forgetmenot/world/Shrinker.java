// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing session small: takes out steps for as long as it still fails (delta debugging). */
final class Shrinker {
    private Shrinker() {}

    static Session shrink(Session session, Predicate<Session> fails) {
        Session small = session.neighbour() != null && fails.test(session.alone()) ? session.alone() : session;
        int part = Math.max(1, small.script().steps().size() / 2);
        while (true) {
            Session smaller = without(small, part, fails);
            if (smaller != null) {
                small = smaller;
            } else if (part == 1) {
                return small;
            } else {
                part = (part + 1) / 2;
            }
        }
    }

    /** The session without some part of so many steps, null if it needs them all. */
    private static Session without(Session session, int part, Predicate<Session> fails) {
        List<Step> steps = session.script().steps();
        for (int from = 0; from < steps.size(); from += part) {
            List<Step> left = new ArrayList<>(steps.subList(0, from));
            left.addAll(steps.subList(Math.min(steps.size(), from + part), steps.size()));
            Session smaller = session.with(left);
            if (fails.test(smaller)) {
                return smaller;
            }
        }
        return null;
    }
}
