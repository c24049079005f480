// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.OutHeader;

/** A tree with its sessions: what every transport serves. */
public final class FuseServer {
    private final Tree tree;
    private final SessionOptions options;
    private final Recorder recorder;
    private final Consumer<String> log;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicBoolean saidTooMany = new AtomicBoolean();

    /**
     * A server.
     *
     * @param tree its files; the caller closes it
     * @param recorder sees all messages
     * @param log takes what an operator should know, a line each
     */
    public FuseServer(Tree tree, SessionOptions options, Recorder recorder, Consumer<String> log) {
        this.tree = tree;
        this.options = options;
        this.recorder = recorder;
        this.log = log;
    }

    /** Begins a session with a client. */
    public Connection connect() {
        return new Connection(connections.incrementAndGet());
    }

    /** The client sees an error that nobody can explain who does not know how files are kept here. */
    private void tooMany(int nodes) {
        if (!saidTooMany.getAndSet(true)) {
            log("no descriptors are left (EMFILE): each file that the client knows takes one, and it knows " + nodes
                    + "; raise the limit (ulimit -Hn) before the start");
        }
    }

    void log(String line) {
        log.accept(line);
    }

    /** One client's session, whose messages are recorded. Several threads may use it, each with a reply of its own. */
    public final class Connection implements AutoCloseable {
        private final FuseSession session = new FuseSession(tree, options);
        private final Recorder.Connection record = recorder.connect();
        private final int number;

        private Connection(int number) {
            this.number = number;
        }

        /** See {@link FuseSession#handle}. */
        public int handle(byte[] bytes, int at, int length, Reply reply) throws SessionDied {
            record.request(bytes, at, length);
            int replied = session.handle(bytes, at, length, reply);
            if (replied > 0) {
                record.reply(reply.bytes(), replied);
                if (OutHeader.error(reply.bytes(), 0, ByteOrder.nativeOrder()) == -Errno.EMFILE.number()) {
                    tooMany(session.nodes());
                }
            }
            return replied;
        }

        /** Says that the session ends though its client did not end it. */
        void ended(String why) {
            log("connection " + number + " closed: " + why);
        }

        /** The session, for what is to be known of it. */
        public FuseSession session() {
            return session;
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
