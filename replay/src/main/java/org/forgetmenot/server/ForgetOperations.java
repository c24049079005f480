// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import org.forgetmenot.wire.BatchForgetIn;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.ForgetIn;
import org.forgetmenot.wire.ForgetOne;

/** FORGET and BATCH_FORGET, which nobody answers. */
final class ForgetOperations {
    private final SessionState state;

    ForgetOperations(SessionState state) {
        this.state = state;
    }

    void forget(Request request) throws SessionDied {
        state.nodes().forget(request.nodeid(), request.u64(ForgetIn.NLOOKUP));
    }

    void batchForget(Request request) throws FuseError, SessionDied {
        long count = Integer.toUnsignedLong(request.u32(BatchForgetIn.COUNT));
        if (count * ForgetOne.BYTES > request.dataBytes()) {
            throw FuseError.of(Errno.EINVAL); // tells nobody, but forgets nothing
        }
        int at = request.data();
        for (int i = 0; i < count; i++, at += ForgetOne.BYTES) {
            state.nodes()
                    .forget(
                            Bytes.i64(request.bytes(), at + ForgetOne.NODEID, state.order),
                            Bytes.i64(request.bytes(), at + ForgetOne.NLOOKUP, state.order));
        }
    }
}
