// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.wire;

import org.jspecify.annotations.Nullable;

/**
 * {@code enum fuse_notify_code}: what a server tells the kernel unasked, in {@link OutHeader#ERROR} of a message whose
 * {@code unique} is 0. Source: {@code include/uapi/linux/fuse.h}.
 */
public enum NotifyCode {
    POLL(1, 11, NotifyPollWakeupOut.BYTES),
    INVAL_INODE(2, 12, NotifyInvalInodeOut.BYTES),
    INVAL_ENTRY(3, 12, NotifyInvalEntryOut.BYTES),
    STORE(4, 15, NotifyStoreOut.BYTES),
    RETRIEVE(5, 15, NotifyRetrieveOut.BYTES),
    DELETE(6, 18, NotifyDeleteOut.BYTES),
    RESEND(7, 40, 0),
    INC_EPOCH(8, 44, 0),
    PRUNE(9, 45, NotifyPruneOut.BYTES);

    private static final NotifyCode[] ALL = values();

    private final int number;
    private final int sinceMinor;
    private final int fixedBytes;

    NotifyCode(int number, int sinceMinor, int fixedBytes) {
        this.number = number;
        this.sinceMinor = sinceMinor;
        this.fixedBytes = fixedBytes;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** The protocol minor that brought it. */
    public int sinceMinor() {
        return sinceMinor;
    }

    /** Length of the structure after the header; a name or data may follow it. */
    public int fixedBytes() {
        return fixedBytes;
    }

    /** The code of a number, null if there is none. */
    public static @Nullable NotifyCode of(int number) {
        return number >= 1 && number <= ALL.length ? ALL[number - 1] : null;
    }

    /** A name for any number: "INVAL_ENTRY" or "notification 99". */
    public static String name(int number) {
        NotifyCode code = of(number);
        return code == null ? "notification " + number : code.name();
    }
}
