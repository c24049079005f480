// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

/** Sees every message of every connection as it passes: a request before it is handled, a reply before it is sent. */
public interface Recorder {
    /** What sees the messages of one connection. Several threads may use it. */
    interface Connection {
        /** A request came in. */
        void request(byte[] bytes, int at, int length);

        /** A reply is about to go out. */
        void reply(byte[] bytes, int length);
    }

    /** Begins a connection. */
    Connection connect();

    /** One that records nothing. */
    static Recorder none() {
        Connection nothing = new Connection() {
            @Override
            public void request(byte[] bytes, int at, int length) {}

            @Override
            public void reply(byte[] bytes, int length) {}
        };
        return () -> nothing;
    }
}
