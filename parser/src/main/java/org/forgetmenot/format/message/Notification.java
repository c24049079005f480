// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.message;

import java.nio.ByteOrder;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.wire.NotifyCode;
import org.forgetmenot.wire.NotifyDeleteOut;
import org.forgetmenot.wire.NotifyInvalEntryOut;
import org.forgetmenot.wire.NotifyInvalInodeOut;
import org.forgetmenot.wire.NotifyRetrieveOut;
import org.forgetmenot.wire.NotifyStoreOut;
import org.forgetmenot.wire.OutHeader;

/** A message from the server that answers nothing. */
final class Notification {
    private Notification() {}

    /** Fills a NOTIFY; returns false if the message is too short for its code or its code is unknown. */
    static boolean read(Event event, byte[] bytes, int at, int end, ByteOrder order, long position) {
        int number = OutHeader.error(bytes, at, order);
        event.start(EventKind.NOTIFY, position)
                .count(number)
                .sizeBytes(Math.max(end - at, Integer.toUnsignedLong(OutHeader.len(bytes, at, order))));
        event.message().set(bytes, at, end - at);
        NotifyCode code = NotifyCode.of(number);
        int payload = at + OutHeader.BYTES;
        if (code == null || end - payload < code.fixedBytes()) {
            return false;
        }
        switch (code) {
            case INVAL_INODE -> event.nodeid(NotifyInvalInodeOut.ino(bytes, payload, order));
            case STORE -> event.nodeid(NotifyStoreOut.nodeid(bytes, payload, order));
            case RETRIEVE ->
                event.nodeid(NotifyRetrieveOut.nodeid(bytes, payload, order))
                        .targetUnique(NotifyRetrieveOut.notifyUnique(bytes, payload, order));
            case INVAL_ENTRY -> {
                event.parent(NotifyInvalEntryOut.parent(bytes, payload, order));
                int name = payload + NotifyInvalEntryOut.BYTES;
                return name(event, bytes, name, NotifyInvalEntryOut.namelen(bytes, payload, order), end);
            }
            case DELETE -> {
                event.parent(NotifyDeleteOut.parent(bytes, payload, order))
                        .nodeid(NotifyDeleteOut.child(bytes, payload, order));
                int name = payload + NotifyDeleteOut.BYTES;
                return name(event, bytes, name, NotifyDeleteOut.namelen(bytes, payload, order), end);
            }
            default -> {}
        }
        return true;
    }

    private static boolean name(Event event, byte[] bytes, int from, int length, int end) {
        if (length < 0 || length > end - from) {
            return false;
        }
        event.name().set(bytes, from, length);
        return true;
    }
}
