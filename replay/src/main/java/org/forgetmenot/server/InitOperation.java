// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.InitFlags;
import org.forgetmenot.wire.InitIn;
import org.forgetmenot.wire.InitOut;
import org.forgetmenot.wire.Protocol;

/** INIT: agrees on the protocol's minor and on what both sides can do. */
final class InitOperation {
    /** The newest minor that is answered: later ones bring nothing that is used here. */
    private static final int MINOR = 38;

    private static final long FLAGS = InitFlags.ASYNC_READ
            | InitFlags.ATOMIC_O_TRUNC
            | InitFlags.BIG_WRITES
            | InitFlags.DO_READDIRPLUS
            | InitFlags.READDIRPLUS_AUTO
            | InitFlags.PARALLEL_DIROPS
            | InitFlags.MAX_PAGES
            | InitFlags.SUBMOUNTS
            | InitFlags.INIT_EXT;

    private static final int PAGE_BYTES = 4096;
    private static final int BACKGROUND_MAX = 64;

    private final SessionState state;

    InitOperation(SessionState state) {
        this.state = state;
    }

    void init(Request request, Reply reply) throws FuseError {
        int major = request.u32(InitIn.MAJOR);
        if (major < Protocol.MAJOR) {
            throw FuseError.of(Errno.EPROTO);
        }
        // a kernel of a later major is told ours and asks again
        int minor = major > Protocol.MAJOR ? MINOR : Math.min(request.u32(InitIn.MINOR), MINOR);
        if (minor < 0) {
            throw FuseError.of(Errno.EPROTO);
        }
        long offered = Integer.toUnsignedLong(request.u32(InitIn.FLAGS));
        long agreed = offered & FLAGS;
        state.begin(minor, agreed);
        int bytes = Protocol.initOutSize(minor);
        int at = reply.zeros(InitOut.BYTES);
        byte[] out = reply.bytes();
        Bytes.put32(out, at + InitOut.MAJOR, state.order, Protocol.MAJOR);
        Bytes.put32(out, at + InitOut.MINOR, state.order, minor);
        Bytes.put32(out, at + InitOut.MAX_READAHEAD, state.order, request.u32(InitIn.MAX_READAHEAD));
        Bytes.put32(out, at + InitOut.FLAGS, state.order, (int) agreed);
        Bytes.put16(out, at + InitOut.MAX_BACKGROUND, state.order, BACKGROUND_MAX);
        Bytes.put16(out, at + InitOut.CONGESTION_THRESHOLD, state.order, BACKGROUND_MAX * 3 / 4);
        Bytes.put32(out, at + InitOut.MAX_WRITE, state.order, FuseSession.DATA_BYTES_MAX);
        Bytes.put32(out, at + InitOut.TIME_GRAN, state.order, 1);
        Bytes.put16(out, at + InitOut.MAX_PAGES, state.order, FuseSession.DATA_BYTES_MAX / PAGE_BYTES);
        reply.truncate(at + bytes);
    }
}
