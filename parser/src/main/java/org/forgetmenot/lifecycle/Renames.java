// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayDeque;
import java.util.Iterator;

/** The RENAMEs of one connection: under which names a file may be found since it was last found by one. */
final class Renames {
    private static final int KEPT_MAX = 65_536;

    private static final class Rename {
        final long from;
        final long to;
        /** RENAME2 may have exchanged the two. */
        final boolean mayExchange;
        /** Position of the request among all events. */
        final long askedOrder;
        /** The same of the answer. */
        long doneOrder = Long.MAX_VALUE;

        Rename(long from, long to, boolean mayExchange, long askedOrder) {
            this.from = from;
            this.to = to;
            this.mayExchange = mayExchange;
            this.askedOrder = askedOrder;
        }
    }

    private final ArrayDeque<Rename> kept = new ArrayDeque<>();
    /** Up to this position nothing is known any more. */
    private long unknownUntil = -1;

    /**
     * A RENAME is asked for.
     *
     * @param from {@link NameBook#key} of the old name
     * @param to the same of the new name
     * @param mayExchange whether it may be one that exchanges the two files
     * @param order position of the request among all events
     */
    void asked(long from, long to, boolean mayExchange, long order) {
        if (kept.size() == KEPT_MAX) {
            unknownUntil = kept.removeFirst().askedOrder;
        }
        kept.addLast(new Rename(from, to, mayExchange, order));
    }

    /** A RENAME of which the capture does not tell where to. */
    void unseen(long order) {
        unknownUntil = order;
    }

    /**
     * A RENAME was answered.
     *
     * @param askedOrder position of the request among all events
     * @param order the same of the answer
     */
    void answered(long askedOrder, boolean success, long order) {
        for (Iterator<Rename> newestFirst = kept.descendingIterator(); newestFirst.hasNext(); ) {
            Rename rename = newestFirst.next();
            if (rename.askedOrder < askedOrder) {
                return;
            }
            if (rename.askedOrder == askedOrder && success) {
                rename.doneOrder = order;
            } else if (rename.askedOrder == askedOrder) {
                newestFirst.remove();
            }
        }
    }

    /**
     * Whether a file that was found by one name may now be found by another.
     *
     * @param foundOrder position among all events of the request that found it by the first name
     * @param askedOrder the same of the request that finds something by the other
     */
    boolean mayHaveMoved(long from, long to, long foundOrder, long askedOrder) {
        if (foundOrder <= unknownUntil) {
            return true;
        }
        LongOpenHashSet names = new LongOpenHashSet();
        names.add(from);
        for (Rename rename : kept) {
            if (rename.doneOrder < foundOrder) {
                continue;
            }
            boolean isMoved = names.contains(rename.from);
            boolean isExchanged = rename.mayExchange && names.contains(rename.to);
            if (isMoved && rename.askedOrder > foundOrder && rename.doneOrder < askedOrder) {
                names.remove(rename.from);
            }
            if (isMoved) {
                names.add(rename.to);
            }
            if (isExchanged) {
                names.add(rename.from);
            }
        }
        return names.contains(to);
    }

    /** The connection is over. */
    void clear() {
        kept.clear();
    }
}
