// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.jacobsa;

import java.util.Map;
import org.forgetmenot.format.Words;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** Opcodes by the names of jacobsa/fuse's operations (fuseops/ops.go), without their {@code Op}. */
final class JacobsaOpcodes {
    private static final Words<Opcode> WORDS = new Words<>(Map.ofEntries(
            Map.entry("LookUpInode", Opcode.LOOKUP),
            Map.entry("GetInodeAttributes", Opcode.GETATTR),
            Map.entry("SetInodeAttributes", Opcode.SETATTR),
            Map.entry("ForgetInode", Opcode.FORGET),
            Map.entry("BatchForget", Opcode.BATCH_FORGET),
            Map.entry("MkDir", Opcode.MKDIR),
            Map.entry("MkNode", Opcode.MKNOD),
            Map.entry("CreateFile", Opcode.CREATE),
            Map.entry("CreateSymlink", Opcode.SYMLINK),
            Map.entry("CreateLink", Opcode.LINK),
            Map.entry("Rename", Opcode.RENAME),
            Map.entry("RmDir", Opcode.RMDIR),
            Map.entry("Unlink", Opcode.UNLINK),
            Map.entry("OpenDir", Opcode.OPENDIR),
            Map.entry("ReadDir", Opcode.READDIR),
            Map.entry("ReadDirPlus", Opcode.READDIRPLUS),
            Map.entry("ReleaseDirHandle", Opcode.RELEASEDIR),
            Map.entry("OpenFile", Opcode.OPEN),
            Map.entry("ReadFile", Opcode.READ),
            Map.entry("WriteFile", Opcode.WRITE),
            Map.entry("SyncFile", Opcode.FSYNC),
            Map.entry("FlushFile", Opcode.FLUSH),
            Map.entry("ReleaseFileHandle", Opcode.RELEASE),
            Map.entry("ReadSymlink", Opcode.READLINK),
            Map.entry("StatFS", Opcode.STATFS),
            Map.entry("SyncFS", Opcode.SYNCFS),
            Map.entry("GetXattr", Opcode.GETXATTR),
            Map.entry("ListXattr", Opcode.LISTXATTR),
            Map.entry("SetXattr", Opcode.SETXATTR),
            Map.entry("RemoveXattr", Opcode.REMOVEXATTR),
            Map.entry("Fallocate", Opcode.FALLOCATE),
            Map.entry("init", Opcode.INIT),
            Map.entry("interrupt", Opcode.INTERRUPT)));

    private JacobsaOpcodes() {}

    /** The opcode of a name; null if it is none. */
    static @Nullable Opcode find(byte[] bytes, int start, int end) {
        return WORDS.find(bytes, start, end);
    }
}
