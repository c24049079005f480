// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.virtiofsd;

/** The few opcode numbers of the FUSE protocol that these logs need to be told apart by. */
final class Opcodes {
    static final int LOOKUP = 1;
    static final int FORGET = 2;
    static final int SYMLINK = 6;
    static final int MKNOD = 8;
    static final int MKDIR = 9;
    static final int LINK = 13;
    static final int READ = 15;
    static final int INIT = 26;
    static final int CREATE = 35;
    static final int BATCH_FORGET = 42;
    static final int READDIRPLUS = 44;
    static final int TMPFILE = 51;

    private Opcodes() {}

    /** Whether a FORGET in the protocol's wide sense: a request that gives back and has no reply. */
    static boolean forgets(int opcode) {
        return opcode == FORGET || opcode == BATCH_FORGET;
    }

    /** Whether a successful reply begins with an entry. */
    static boolean handsOutEntry(int opcode) {
        return switch (opcode) {
            case LOOKUP, SYMLINK, MKNOD, MKDIR, LINK, CREATE, TMPFILE -> true;
            default -> false;
        };
    }

    /** Whether the C virtiofsd logs the one entry of the reply twice. */
    static boolean logsEntryTwice(int opcode) {
        return opcode == MKDIR || opcode == MKNOD || opcode == SYMLINK;
    }
}
