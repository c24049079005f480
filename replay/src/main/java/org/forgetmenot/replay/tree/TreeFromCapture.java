// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.tree;

import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.forgetmenot.replay.compare.Comparison;
import org.forgetmenot.replay.compare.Listing;
import org.forgetmenot.replay.plan.Entry;
import org.forgetmenot.replay.plan.Name;
import org.forgetmenot.replay.plan.Operation;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.server.Attributes;
import org.forgetmenot.server.PosixAcl;
import org.forgetmenot.wire.Attr;
import org.forgetmenot.wire.AttrOut;
import org.forgetmenot.wire.EntryOut;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Flags;
import org.forgetmenot.wire.GetxattrIn;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.Protocol;
import org.forgetmenot.wire.ReadIn;
import org.forgetmenot.wire.SetxattrIn;
import org.jspecify.annotations.Nullable;

/**
 * Learns from the operations of a capture which files there were before the first of them. The first thing that is seen of
 * a name decides: found, it was there; missing or made, it was not. What stat says counts as of first sight, and data as
 * long as the capture has not changed the file.
 */
public final class TreeFromCapture {
    /** Files and names that are taken; more are counted. */
    private static final int NAMES_MAX = 1 << 20;
    /** Bytes of data that are taken; more are holes. */
    private static final long DATA_BYTES_MAX = 256L << 20;

    private static final int NAME_BYTES_MAX = 255;
    /** What lies in a directory that is not empty, and that nobody looks at. */
    private static final Name UNSEEN = new Name(".unseen".getBytes(StandardCharsets.US_ASCII));

    /** {@code PATH_MAX}: no link leads farther. */
    private static final int PATH_BYTES_MAX = 4096;

    private static final int DIRECTORY_PERMISSIONS = 0755;
    private static final int FILE_PERMISSIONS = 0644;
    private static final int LINK_PERMISSIONS = 0777;
    private static final int DT_SHIFT = 12;

    private final SeenFile root = new SeenFile(true);
    private final Long2ObjectOpenHashMap<SeenFile> files = new Long2ObjectOpenHashMap<>();
    private final Long2LongOpenHashMap counts = new Long2LongOpenHashMap();
    /** Files of more than one name, by ino. */
    private final Long2ObjectOpenHashMap<SeenFile> linked = new Long2ObjectOpenHashMap<>();

    private int names;
    private long dataBytes;
    private long refusedNames;
    private long omittedNames;
    private boolean posixAcls;

    /** A tree of a root alone. */
    public TreeFromCapture() {
        root.isA(Attributes.S_IFDIR, DIRECTORY_PERMISSIONS);
        files.put(Protocol.ROOT_NODEID, root);
    }

    /** Learns from the next operation, in the order of {@link org.forgetmenot.replay.plan.Effects}. */
    public void accept(Operation operation) {
        Opcode opcode = operation.known();
        if (opcode == Opcode.INIT) {
            files.clear();
            counts.clear();
            files.put(Protocol.ROOT_NODEID, root);
            return;
        }
        if (opcode == null || !operation.hasNodeid() || operation.nodeid() == 0) {
            return;
        }
        if (opcode == Opcode.FORGET) {
            forget(operation);
            return;
        }
        SeenFile file = file(operation.nodeid());
        type(file, opcode);
        if (!operation.isAnswered()) {
            return;
        }
        posixAcls |= asksForAcl(operation, opcode) && !Comparison.isUnimplemented(operation.error());
        if (operation.error() != 0) {
            failed(operation, opcode, file);
            return;
        }
        switch (opcode) {
            case LOOKUP -> looked(operation, file);
            case READDIRPLUS, READDIR -> listing(operation, file, opcode == Opcode.READDIRPLUS);
            case MKNOD, MKDIR, SYMLINK, CREATE -> made(operation, opcode, file);
            case LINK -> link(operation, file);
            case UNLINK -> removed(file, operation.name(), Attributes.S_IFREG | FILE_PERMISSIONS);
            case RMDIR -> removed(file, operation.name(), Attributes.S_IFDIR | DIRECTORY_PERMISSIONS);
            case RENAME, RENAME2 -> renamed(operation, file);
            case GETATTR -> attributes(file, operation.reply(), OutHeader.BYTES + AttrOut.ATTR);
            case READ -> read(operation, file);
            case OPEN -> file.reading = 0;
            case READLINK -> target(operation, file);
            case WRITE, SETATTR, FALLOCATE -> file.changed = true;
            case COPY_FILE_RANGE, COPY_FILE_RANGE_64 -> file(operation.otherNodeid()).changed = true;
            default -> {}
        }
    }

    /** Whether the recorded server had access control lists, as far as it was asked. */
    public boolean hasPosixAcls() {
        return posixAcls;
    }

    private static boolean asksForAcl(Operation operation, Opcode opcode) {
        byte[] message = operation.message();
        int name = InHeader.BYTES
                + switch (opcode) {
                    case GETXATTR -> GetxattrIn.BYTES;
                    case SETXATTR -> Protocol.COMPAT_SETXATTR_IN_SIZE;
                    case REMOVEXATTR -> 0;
                    default -> message.length;
                };
        return PosixAcl.isAcl(message, name, message.length)
                || (opcode == Opcode.SETXATTR
                        && PosixAcl.isAcl(message, InHeader.BYTES + SetxattrIn.BYTES, message.length));
    }

    private void forget(Operation operation) {
        long nodeid = operation.nodeid();
        if (!files.containsKey(nodeid)) {
            file(nodeid);
        }
        long left = operation.hasNlookup() ? counts.get(nodeid) - operation.nlookup() : 0;
        if (left > 0) {
            counts.put(nodeid, left);
        } else if (counts.containsKey(nodeid)) {
            counts.remove(nodeid);
            files.remove(nodeid);
        }
    }

    /** The file of a nodeid; one that the capture does not show found lies in the root, under a name of its own. */
    private SeenFile file(long nodeid) {
        SeenFile file = files.get(nodeid);
        if (file == null) {
            file = found(root, Entry.placeholder(nodeid));
            files.put(nodeid, file);
        }
        return file;
    }

    private static void type(SeenFile file, Opcode opcode) {
        switch (opcode) {
            case LOOKUP,
                    MKNOD,
                    MKDIR,
                    SYMLINK,
                    CREATE,
                    UNLINK,
                    RMDIR,
                    RENAME,
                    RENAME2,
                    LINK,
                    OPENDIR,
                    READDIR,
                    READDIRPLUS,
                    RELEASEDIR,
                    FSYNCDIR -> file.isA(Attributes.S_IFDIR, DIRECTORY_PERMISSIONS);
            case OPEN, READ, WRITE, FLUSH, RELEASE, FSYNC, FALLOCATE, LSEEK ->
                file.isA(Attributes.S_IFREG, FILE_PERMISSIONS);
            case READLINK -> file.isA(Attributes.S_IFLNK, LINK_PERMISSIONS);
            default -> {}
        }
    }

    private void failed(Operation operation, Opcode opcode, SeenFile directory) {
        boolean missing = operation.error() == -Errno.ENOENT.number();
        if (missing && operation.name().length > 0 && (opcode == Opcode.LOOKUP || opcode == Opcode.UNLINK)) {
            absent(directory, new Name(operation.name()));
        }
        if (opcode == Opcode.RMDIR && operation.error() == -Errno.ENOTEMPTY.number() && operation.name().length > 0) {
            SeenFile full = found(directory, new Name(operation.name()));
            full.isA(Attributes.S_IFDIR, DIRECTORY_PERMISSIONS);
            if (full.now.isEmpty()) {
                found(full, UNSEEN).isA(Attributes.S_IFREG, FILE_PERMISSIONS);
            }
        }
    }

    private static void absent(SeenFile directory, Name name) {
        directory.start.putIfAbsent(name, null);
    }

    /** A name is found: if nothing was seen of it before, it was there at the start. */
    private SeenFile found(SeenFile directory, Name name) {
        SeenFile now = directory.now.get(name);
        if (now != null) {
            return now;
        }
        boolean fresh = directory.atStart && !directory.start.containsKey(name) && isAcceptable(name);
        SeenFile file = new SeenFile(fresh);
        if (fresh) {
            directory.start.put(name, file);
        }
        directory.now.put(name, file);
        return file;
    }

    private boolean isAcceptable(Name name) {
        byte[] bytes = name.bytes();
        boolean refused = bytes.length == 0
                || bytes.length > NAME_BYTES_MAX
                || Arrays.equals(bytes, new byte[] {'.'})
                || Arrays.equals(bytes, new byte[] {'.', '.'});
        for (byte b : bytes) {
            refused |= b == '/' || b == 0;
        }
        if (refused) {
            refusedNames++;
        } else if (names >= NAMES_MAX) {
            omittedNames++;
        } else {
            names++;
            return true;
        }
        return false;
    }

    private void looked(Operation operation, SeenFile directory) {
        if (operation.isNegative() && operation.name().length > 0) {
            absent(directory, new Name(operation.name()));
        }
        if (!operation.entries().isEmpty()) {
            Entry entry = operation.entries().get(0);
            handedOut(directory, entry, operation.reply(), OutHeader.BYTES + EntryOut.ATTR);
        }
    }

    private SeenFile handedOut(SeenFile directory, Entry entry, byte[] reply, int attr) {
        SeenFile file = found(directory, entry.name());
        file = sameFile(directory, entry, file, reply, attr);
        files.put(entry.nodeid(), file);
        counts.addTo(entry.nodeid(), 1);
        attributes(file, reply, attr);
        if (file.mode == 0) {
            file.mode = entry.mode();
        }
        file.submount |= (entry.attrFlags() & Flags.FUSE_ATTR_SUBMOUNT) != 0;
        return file;
    }

    /** A file that has another name already: its nodeid is counted, or its ino was seen with more links than one. */
    private SeenFile sameFile(SeenFile directory, Entry entry, SeenFile file, byte[] reply, int attr) {
        if (file.attributes != null || file.isDirectory()) {
            return file;
        }
        SeenFile known = counts.get(entry.nodeid()) > 0 ? files.get(entry.nodeid()) : null;
        if (known == null
                && reply.length >= attr + Attr.BLKSIZE
                && Attr.nlink(reply, attr, Wire.ORDER) > 1
                && !Attributes.isDirectory(Attr.mode(reply, attr, Wire.ORDER))) {
            long ino = Attr.ino(reply, attr, Wire.ORDER);
            known = linked.putIfAbsent(ino, file);
        }
        if (known == null || known == file || known.isDirectory()) {
            return file;
        }
        Name name = entry.name();
        directory.now.put(name, known);
        if (directory.start.get(name) == file) {
            directory.start.put(name, known.atStart ? known : null);
        }
        return known;
    }

    private static void attributes(SeenFile file, byte[] reply, int at) {
        if (reply.length < at + Attr.BLKSIZE || file.attributes != null || file.changed) {
            return;
        }
        Attributes seen = new Attributes();
        seen.ino = Attr.ino(reply, at, Wire.ORDER);
        seen.size = Attr.size(reply, at, Wire.ORDER);
        seen.mode = Attr.mode(reply, at, Wire.ORDER);
        seen.uid = Attr.uid(reply, at, Wire.ORDER);
        seen.gid = Attr.gid(reply, at, Wire.ORDER);
        seen.rdev = Attr.rdev(reply, at, Wire.ORDER);
        seen.atime = Attr.atime(reply, at, Wire.ORDER);
        seen.mtime = Attr.mtime(reply, at, Wire.ORDER);
        seen.ctime = Attr.ctime(reply, at, Wire.ORDER);
        seen.atimeNsec = Attr.atimensec(reply, at, Wire.ORDER);
        seen.mtimeNsec = Attr.mtimensec(reply, at, Wire.ORDER);
        seen.ctimeNsec = Attr.ctimensec(reply, at, Wire.ORDER);
        seen.nlink = Attr.nlink(reply, at, Wire.ORDER);
        seen.blksize = reply.length >= at + Attr.FLAGS ? Attr.blksize(reply, at, Wire.ORDER) : 0;
        file.attributes = seen;
        file.mode = seen.mode;
        if (reply.length >= at + Attr.BYTES) {
            file.submount |= (Attr.flags(reply, at, Wire.ORDER) & Flags.FUSE_ATTR_SUBMOUNT) != 0;
        }
    }

    private void listing(Operation operation, SeenFile directory, boolean plus) {
        byte[] reply = operation.reply();
        if (reply.length == 0) {
            for (Entry entry : operation.entries()) {
                handedOut(directory, entry, reply, 0);
            }
            return;
        }
        Listing listing = new Listing(reply, reply.length, plus);
        while (listing.next()) {
            if (listing.isDot()) {
                continue;
            }
            if (listing.nodeid() != 0) {
                handedOut(directory, new Entry(listing.nodeid(), listing.name(), true, 0, 0), reply, listing.attr());
            } else {
                SeenFile file = found(directory, listing.name());
                int type = listing.type() << DT_SHIFT;
                if (file.mode == 0 && type != 0) {
                    file.isA(type, Attributes.isDirectory(type) ? DIRECTORY_PERMISSIONS : FILE_PERMISSIONS);
                }
            }
        }
    }

    private void made(Operation operation, Opcode opcode, SeenFile directory) {
        if (operation.entries().isEmpty()) {
            return;
        }
        Entry entry = operation.entries().get(0);
        Name name = entry.name();
        byte[] reply = operation.reply();
        int attr = OutHeader.BYTES + EntryOut.ATTR;
        boolean opened = opcode == Opcode.CREATE
                && reply.length >= attr + Attr.BLKSIZE
                && Attr.size(reply, attr, Wire.ORDER) > 0;
        if (!opened) {
            absent(directory, name);
            directory.now.remove(name);
        }
        SeenFile file = handedOut(directory, entry, reply, attr);
        file.isA(
                opcode == Opcode.MKDIR
                        ? Attributes.S_IFDIR
                        : opcode == Opcode.SYMLINK ? Attributes.S_IFLNK : Attributes.S_IFREG,
                FILE_PERMISSIONS);
    }

    private void link(Operation operation, SeenFile directory) {
        if (operation.name().length == 0 || !operation.hasOtherNodeid()) {
            return;
        }
        Name name = new Name(operation.name());
        SeenFile file = file(operation.otherNodeid());
        absent(directory, name);
        directory.now.put(name, file);
        if (!operation.entries().isEmpty()) {
            long nodeid = operation.entries().get(0).nodeid();
            files.put(nodeid, file);
            counts.addTo(nodeid, 1);
        }
    }

    private void removed(SeenFile directory, byte[] bytes, int mode) {
        if (bytes.length == 0) {
            return;
        }
        Name name = new Name(bytes);
        SeenFile file = found(directory, name);
        if (file.mode == 0) {
            file.mode = mode;
        }
        directory.now.remove(name);
    }

    private void renamed(Operation operation, SeenFile from) {
        if (operation.name().length == 0 || operation.secondName().length == 0) {
            return;
        }
        SeenFile to = operation.hasOtherNodeid() ? file(operation.otherNodeid()) : from;
        Name oldName = new Name(operation.name());
        Name newName = new Name(operation.secondName());
        SeenFile moved = found(from, oldName);
        from.now.remove(oldName);
        absent(to, newName);
        to.now.put(newName, moved);
    }

    private void read(Operation operation, SeenFile file) {
        if (file.changed) {
            return;
        }
        byte[] reply = operation.reply();
        byte[] message = operation.message();
        int length = reply.length - OutHeader.BYTES;
        if (message.length >= InHeader.BYTES + ReadIn.BYTES && length >= 0) {
            long offset = Wire.i64(message, InHeader.BYTES + ReadIn.OFFSET);
            if (offset < 0 || length == 0) {
                return;
            }
            file.readBytes = Math.max(file.readBytes, offset + length);
            if (file.atStart && dataBytes + length <= DATA_BYTES_MAX) {
                dataBytes += length;
                file.data.add(new SeenFile.Data(offset, Arrays.copyOfRange(reply, OutHeader.BYTES, reply.length)));
            }
        } else {
            file.reading += Math.max(0, operation.replySizeBytes() - OutHeader.BYTES);
            file.readBytes = Math.max(file.readBytes, file.reading);
        }
    }

    private static void target(Operation operation, SeenFile file) {
        byte[] reply = operation.reply();
        if (reply.length > OutHeader.BYTES) {
            file.target = Arrays.copyOfRange(reply, OutHeader.BYTES, reply.length);
        } else if (file.target.length == 0 && operation.replySizeBytes() > OutHeader.BYTES) {
            file.target = new byte[(int) Math.min(PATH_BYTES_MAX, operation.replySizeBytes() - OutHeader.BYTES)];
            Arrays.fill(file.target, (byte) 'x');
        }
    }

    /** The root as it was seen, with everything in it. */
    SeenFile root() {
        return root;
    }

    /** Names that no file can have, and that were left out. */
    public long refusedNames() {
        return refusedNames;
    }

    /** Names beyond the most that are taken, and that were left out. */
    public long omittedNames() {
        return omittedNames;
    }

    /** The size that a file had, as far as was seen. */
    static long sizeBytes(SeenFile file) {
        @Nullable Attributes seen = file.attributes;
        return seen == null ? file.readBytes : Math.max(0, seen.size);
    }
}
