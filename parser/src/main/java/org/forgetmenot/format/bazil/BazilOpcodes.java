// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.bazil;

import java.util.Map;
import org.forgetmenot.format.requestlog.Words;
import org.forgetmenot.wire.Opcode;

/** Opcodes by the names of bazil.org/fuse's request types; those that serve files and directories alike name the file's. */
final class BazilOpcodes {
    private static final Words WORDS = new Words(Map.ofEntries(
            Map.entry("Lookup", Opcode.LOOKUP.number()),
            Map.entry("Forget", Opcode.FORGET.number()),
            Map.entry("BatchForget", Opcode.BATCH_FORGET.number()),
            Map.entry("Getattr", Opcode.GETATTR.number()),
            Map.entry("Setattr", Opcode.SETATTR.number()),
            Map.entry("Readlink", Opcode.READLINK.number()),
            Map.entry("Symlink", Opcode.SYMLINK.number()),
            Map.entry("Mknod", Opcode.MKNOD.number()),
            Map.entry("Mkdir", Opcode.MKDIR.number()),
            Map.entry("Remove", Opcode.UNLINK.number()),
            Map.entry("Rename", Opcode.RENAME.number()),
            Map.entry("Link", Opcode.LINK.number()),
            Map.entry("Open", Opcode.OPEN.number()),
            Map.entry("Read", Opcode.READ.number()),
            Map.entry("Write", Opcode.WRITE.number()),
            Map.entry("Statfs", Opcode.STATFS.number()),
            Map.entry("Release", Opcode.RELEASE.number()),
            Map.entry("Fsync", Opcode.FSYNC.number()),
            Map.entry("Setxattr", Opcode.SETXATTR.number()),
            Map.entry("Getxattr", Opcode.GETXATTR.number()),
            Map.entry("Listxattr", Opcode.LISTXATTR.number()),
            Map.entry("Removexattr", Opcode.REMOVEXATTR.number()),
            Map.entry("Flush", Opcode.FLUSH.number()),
            Map.entry("Init", Opcode.INIT.number()),
            Map.entry("Destroy", Opcode.DESTROY.number()),
            Map.entry("Access", Opcode.ACCESS.number()),
            Map.entry("Create", Opcode.CREATE.number()),
            Map.entry("Interrupt", Opcode.INTERRUPT.number()),
            Map.entry("Poll", Opcode.POLL.number())));

    private BazilOpcodes() {}

    /** The opcode of a name, or {@link Words#NONE}. */
    static int find(byte[] bytes, int start, int end) {
        return WORDS.find(bytes, start, end);
    }

    /** The same operation on a directory. */
    static int ofDirectory(int opcode) {
        Opcode file = Opcode.of(opcode);
        if (file == null) {
            return opcode;
        }
        return switch (file) {
            case UNLINK -> Opcode.RMDIR.number();
            case OPEN -> Opcode.OPENDIR.number();
            case READ -> Opcode.READDIR.number();
            case RELEASE -> Opcode.RELEASEDIR.number();
            case FSYNC -> Opcode.FSYNCDIR.number();
            default -> opcode;
        };
    }
}
