// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuselog;

import org.forgetmenot.wire.Opcode;

/** The few opcode numbers of the FUSE protocol that these logs are told apart by. */
public final class Opcodes {
    public static final int LOOKUP = 1;
    public static final int FORGET = 2;
    public static final int SYMLINK = 6;
    public static final int MKNOD = 8;
    public static final int MKDIR = 9;
    public static final int LINK = 13;
    public static final int READ = 15;
    public static final int INIT = 26;
    public static final int CREATE = 35;
    public static final int BATCH_FORGET = 42;
    public static final int READDIRPLUS = 44;
    public static final int TMPFILE = 51;

    private Opcodes() {}

    /** Whether a FORGET in the protocol's wide sense: a request that gives back and has no reply. */
    public static boolean forgets(int opcode) {
        return opcode == FORGET || opcode == BATCH_FORGET;
    }

    /** Whether a successful reply begins with an entry. */
    public static boolean handsOutEntry(int opcode) {
        Opcode known = Opcode.of(opcode);
        return known != null && known.countsEntry();
    }

    /** Whether passthrough_ll, and the C virtiofsd that came from it, logs the one entry of the reply twice. */
    public static boolean logsEntryTwice(int opcode) {
        return opcode == MKDIR || opcode == MKNOD || opcode == SYMLINK;
    }
}
