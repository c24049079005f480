// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.kernel;

import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;

/** What the arguments of a probe mean, by the names that the recording scripts give them; text and binary traces share it. */
public final class ProbeFields {
    private ProbeFields() {}

    /** Whether a key is that of the one argument that is a text: a file name. */
    public static boolean isName(int key) {
        return key == NAME;
    }

    /** Identifies a key by its first two bytes, its last and its length: distinct for all keys known here. */
    public static int key(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length < 2 || length > 127) {
            return 0;
        }
        return key(bytes[start], bytes[start + 1], bytes[end - 1], length);
    }

    private static int key(int first, int second, int last, int length) {
        return first | second << 8 | last << 16 | length << 24;
    }

    private static final int FC = 'f' | 'c' << 8 | 'c' << 16 | 2 << 24;
    private static final int CONN = 'c' | 'o' << 8 | 'n' << 16 | 4 << 24;
    private static final int SB = 's' | 'b' << 8 | 'b' << 16 | 2 << 24;
    private static final int SDEV = 's' | 'd' << 8 | 'v' << 16 | 4 << 24;
    private static final int S_DEV = 's' | '_' << 8 | 'v' << 16 | 5 << 24;
    private static final int NODEID = 'n' | 'o' << 8 | 'd' << 16 | 6 << 24;
    private static final int MP_NODEID = 'm' | 'p' << 8 | 'd' << 16 | 9 << 24;
    private static final int PARENT = 'p' | 'a' << 8 | 't' << 16 | 6 << 24;
    private static final int NLOOKUP = 'n' | 'l' << 8 | 'p' << 16 | 7 << 24;
    private static final int GEN = 'g' | 'e' << 8 | 'n' << 16 | 3 << 24;
    private static final int GENERATION = 'g' | 'e' << 8 | 'n' << 16 | 10 << 24;
    private static final int MODE = 'm' | 'o' << 8 | 'e' << 16 | 4 << 24;
    private static final int AFLAGS = 'a' | 'f' << 8 | 's' << 16 | 6 << 24;
    private static final int ATTR_FLAGS = 'a' | 't' << 8 | 's' << 16 | 10 << 24;
    private static final int INO = 'i' | 'n' << 8 | 'o' << 16 | 3 << 24;
    private static final int INODE = 'i' | 'n' << 8 | 'e' << 16 | 5 << 24;
    private static final int MP_INODE = 'm' | 'p' << 8 | 'e' << 16 | 8 << 24;
    private static final int OPCODE = 'o' | 'p' << 8 | 'e' << 16 | 6 << 24;
    private static final int OP = 'o' | 'p' << 8 | 'p' << 16 | 2 << 24;
    private static final int UNIQUE = 'u' | 'n' << 8 | 'e' << 16 | 6 << 24;
    private static final int ERROR = 'e' | 'r' << 8 | 'r' << 16 | 5 << 24;
    private static final int RET = 'r' | 'e' << 8 | 't' << 16 | 3 << 24;
    private static final int NAME = 'n' | 'a' << 8 | 'e' << 16 | 4 << 24;

    /**
     * Sets the field of an event that an argument means.
     *
     * @param key of the argument's name
     */
    public static void assign(int key, long value, Event event) {
        switch (key) {
            case FC, CONN -> event.connection(value);
            case SB -> event.superblock(value);
            case SDEV, S_DEV -> event.sDev((int) value);
            case NODEID, MP_NODEID -> event.nodeid(value);
            case PARENT -> event.parent(value);
            case NLOOKUP -> event.nlookup(value);
            case GEN, GENERATION -> event.generation(value);
            case MODE -> event.mode((int) value);
            case AFLAGS, ATTR_FLAGS -> event.attrFlags((int) value);
            case INO -> event.ino(value);
            case INODE, MP_INODE -> event.inode(value);
            case OPCODE, OP -> event.opcode((int) value);
            case UNIQUE -> event.unique(value);
            case ERROR -> event.error((int) value);
            case RET -> assignReturn(value, event);
            default -> {}
        }
    }

    /** {@code ret} is the function's value: an inode for fuse_iget, an error otherwise. */
    private static void assignReturn(long value, Event event) {
        if (event.kind() == EventKind.KERNEL_IGET_RETURN) {
            event.inode(value);
        } else {
            event.error((int) value);
        }
    }
}
