// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.virtiofsd;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.objects.ObjectIterator;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.LineReader;
import org.forgetmenot.format.inflight.OpenRequest;
import org.forgetmenot.format.inflight.RequestPool;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the daemon by their IDs.
 *
 * <p>A log that names no thread has two all the same, because the daemon serves its queues by one thread each and their
 * lines interleave: one for FORGETs (the hiprio queue), one for all other requests.
 */
final class LogThreads {
    /** A daemon has at most some hundred threads; a damaged capture may show any number. */
    private static final int THREADS_MAX = 1 << 12;

    private final LogThread forgets = new LogThread();
    private final LogThread requests = new LogThread();
    private final Long2ObjectLinkedOpenHashMap<LogThread> named = new Long2ObjectLinkedOpenHashMap<>();
    private final RequestPool pool;
    private final LineReader lines;
    private long lastId = LogPrefix.NO_THREAD;
    private LogThread last = requests;

    /** @param lines where threads that are given up are counted */
    LogThreads(RequestPool pool, LineReader lines) {
        this.pool = pool;
        this.lines = lines;
    }

    /** The thread that takes up a request. */
    LogThread ofRequest(long id, int opcode) {
        if (id == LogPrefix.NO_THREAD) {
            return Opcode.forgets(opcode) ? forgets : requests;
        }
        return byId(id);
    }

    /** The thread that hands out an entry, looks up a name or negotiates. */
    LogThread ofAnswer(long id) {
        return id == LogPrefix.NO_THREAD ? requests : byId(id);
    }

    /** The thread that gives a nodeid back. */
    LogThread ofForget(long id, long nodeid) {
        if (id != LogPrefix.NO_THREAD) {
            return byId(id);
        }
        OpenRequest open = forgets.openForget();
        if (open != null && open.nodeid == nodeid) {
            return forgets;
        }
        return requests.isAt(Opcode.READDIRPLUS) ? requests : forgets;
    }

    /** The thread that says that a request gets no reply. */
    LogThread ofNoReply(long id) {
        return id == LogPrefix.NO_THREAD ? forgets : byId(id);
    }

    private LogThread byId(long id) {
        if (id == lastId) {
            return last;
        }
        LogThread thread = named.get(id);
        if (thread == null) {
            if (named.size() >= THREADS_MAX) {
                named.removeFirst().rest(pool);
                lines.odd(DiagnosticCode.TASKS_TOO_MANY, 1);
            }
            thread = new LogThread();
            named.put(id, thread);
        }
        lastId = id;
        last = thread;
        return thread;
    }

    /** Some FORGET of which nothing was heard, or null. */
    @Nullable
    OpenRequest anyOpenForget() {
        OpenRequest open = forgets.openForget();
        ObjectIterator<LogThread> threads = named.values().iterator();
        while (open == null && threads.hasNext()) {
            open = threads.next().openForget();
        }
        return open;
    }
}
