// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.forgetmenot.format.Capture;
import org.forgetmenot.session.Operations;
import org.jspecify.annotations.Nullable;

/** How often each operation was done on each path, and with what results; and how often each path was looked up. */
final class Tallies {
    /** Operations on paths that are told apart; what comes after them is only counted. */
    private static final int KEYS_MAX = 1 << 20;

    /** An operation on a path. */
    record Key(int opcode, String path) {}

    /** The answers to one operation on one path, in their order: runs of equal ones. */
    static final class Results {
        private final IntArrayList errors = new IntArrayList(1);
        private final LongArrayList ends = new LongArrayList(1);

        void add(int error) {
            int last = errors.size() - 1;
            if (last >= 0 && errors.getInt(last) == error) {
                ends.set(last, ends.getLong(last) + 1);
            } else {
                errors.add(error);
                ends.add(count() + 1);
            }
        }

        long count() {
            return ends.isEmpty() ? 0 : ends.getLong(ends.size() - 1);
        }

        /** The answer to one of them, from 1; null if there are not so many. */
        @Nullable
        Integer error(long ordinal) {
            for (int i = 0; i < ends.size(); i++) {
                if (ordinal <= ends.getLong(i)) {
                    return errors.getInt(i);
                }
            }
            return null;
        }
    }

    /** Lookups and FORGETs of a path. */
    static final class Lookups {
        long found;
        long forgotten;
    }

    private final Map<Key, Results> results = new HashMap<>();
    private final Map<String, Lookups> lookups = new HashMap<>();
    private long operations;
    private long uncounted;

    static Tallies of(Capture capture) throws IOException {
        Tallies tallies = new Tallies();
        Operations.read(
                capture,
                (opcode, path, error, answer) -> {
                    tallies.operation(new Key(opcode, path), error);
                    return true;
                },
                tallies::lookups);
        return tallies;
    }

    private void operation(Key key, int error) {
        operations++;
        Results known = results.get(key);
        if (known == null) {
            if (results.size() >= KEYS_MAX) {
                uncounted++;
                return;
            }
            known = new Results();
            results.put(key, known);
        }
        known.add(error);
    }

    private void lookups(String path, long count) {
        Lookups known = lookups.get(path);
        if (known == null) {
            if (lookups.size() >= KEYS_MAX) {
                return;
            }
            known = new Lookups();
            lookups.put(path, known);
        }
        if (count > 0) {
            known.found += count;
        } else {
            known.forgotten -= count;
        }
    }

    Map<Key, Results> results() {
        return results;
    }

    Map<String, Lookups> lookups() {
        return lookups;
    }

    /** All operations. */
    long operations() {
        return operations;
    }

    /** Whether every operation is among {@link #results}. */
    boolean isWhole() {
        return uncounted == 0;
    }
}
