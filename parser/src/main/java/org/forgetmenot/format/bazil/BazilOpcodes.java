// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.bazil;

import java.util.Map;
import org.forgetmenot.format.Words;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** Opcodes by the names of bazil.org/fuse's request types; those that serve files and directories alike name the file's. */
final class BazilOpcodes {
    private static final Words<Opcode> WORDS = new Words<>(Map.ofEntries(
            Map.entry("Lookup", Opcode.LOOKUP),
            Map.entry("Forget", Opcode.FORGET),
            Map.entry("BatchForget", Opcode.BATCH_FORGET),
            Map.entry("Getattr", Opcode.GETATTR),
            Map.entry("Setattr", Opcode.SETATTR),
            Map.entry("Readlink", Opcode.READLINK),
            Map.entry("Symlink", Opcode.SYMLINK),
            Map.entry("Mknod", Opcode.MKNOD),
            Map.entry("Mkdir", Opcode.MKDIR),
            Map.entry("Remove", Opcode.UNLINK),
            Map.entry("Rename", Opcode.RENAME),
            Map.entry("Link", Opcode.LINK),
            Map.entry("Open", Opcode.OPEN),
            Map.entry("Read", Opcode.READ),
            Map.entry("Write", Opcode.WRITE),
            Map.entry("Statfs", Opcode.STATFS),
            Map.entry("Release", Opcode.RELEASE),
            Map.entry("Fsync", Opcode.FSYNC),
            Map.entry("Setxattr", Opcode.SETXATTR),
            Map.entry("Getxattr", Opcode.GETXATTR),
            Map.entry("Listxattr", Opcode.LISTXATTR),
            Map.entry("Removexattr", Opcode.REMOVEXATTR),
            Map.entry("Flush", Opcode.FLUSH),
            Map.entry("Init", Opcode.INIT),
            Map.entry("Destroy", Opcode.DESTROY),
            Map.entry("Access", Opcode.ACCESS),
            Map.entry("Create", Opcode.CREATE),
            Map.entry("Interrupt", Opcode.INTERRUPT),
            Map.entry("Poll", Opcode.POLL)));

    private BazilOpcodes() {}

    /** The opcode of a name; null if it is none. */
    static @Nullable Opcode find(byte[] bytes, int start, int end) {
        return WORDS.find(bytes, start, end);
    }

    /** The same operation on a directory. */
    static Opcode ofDirectory(Opcode opcode) {
        return switch (opcode) {
            case UNLINK -> Opcode.RMDIR;
            case OPEN -> Opcode.OPENDIR;
            case READ -> Opcode.READDIR;
            case RELEASE -> Opcode.RELEASEDIR;
            case FSYNC -> Opcode.FSYNCDIR;
            default -> opcode;
        };
    }
}
