// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

/** Sees every message of every connection as it passes: a request before it is handled, a reply before it is sent. */
public interface Recorder {
    /** What sees the messages of one connection. Several threads may use it. */
    interface Connection {
        /** A request came in. */
        default void request(byte[] bytes, int at, int length) {
            request(bytes, at, length, System.nanoTime());
        }

        /** A reply is about to go out. */
        default void reply(byte[] bytes, int length) {
            reply(bytes, length, System.nanoTime());
        }

        /**
         * A request came in.
         *
         * @param atNs when, by {@link System#nanoTime}
         */
        void request(byte[] bytes, int at, int length, long atNs);

        /**
         * A reply went out.
         *
         * @param atNs when, by {@link System#nanoTime}
         */
        void reply(byte[] bytes, int length, long atNs);

        /**
         * Messages are missing here.
         *
         * @param atNs since when, by {@link System#nanoTime}
         */
        void lost(long messages, long atNs);
    }

    /** Begins a connection. */
    Connection connect();

    /** One that records nothing. */
    static Recorder none() {
        Connection nothing = new Connection() {
            // not even the time is looked up
            @Override
            public void request(byte[] bytes, int at, int length) {}

            @Override
            public void reply(byte[] bytes, int length) {}

            @Override
            public void request(byte[] bytes, int at, int length, long atNs) {}

            @Override
            public void reply(byte[] bytes, int length, long atNs) {}

            @Override
            public void lost(long messages, long atNs) {}
        };
        return () -> nothing;
    }
}
