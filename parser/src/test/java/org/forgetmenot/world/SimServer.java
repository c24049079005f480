// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;

/** A passthrough server: a table of nodes with their lookup counts over a tree of files. */
final class SimServer {
    /** A file that the kernel knows. */
    static final class Node {
        final long nodeid;
        final HostFile file;
        long generation;
        long count;
        /** What the server says of it, which is the file's own unless a fault has it otherwise. */
        long ino;

        int mode;
        /** The directory and name under which it was handed out last, followed through every RENAME; null if it has none. */
        HostFile directory;

        String name;

        Node(long nodeid, long generation, HostFile file) {
            this.nodeid = nodeid;
            this.generation = generation;
            this.file = file;
            this.ino = file.ino;
            this.mode = file.mode;
        }

        /** It is found under a name. */
        void at(HostFile inDirectory, String itsName) {
            directory = inDirectory;
            name = itsName;
        }

        boolean isAt(HostFile inDirectory, String itsName) {
            return directory == inDirectory && itsName.equals(name);
        }

        boolean isRegular() {
            return file.mode == HostFile.REGULAR;
        }
    }

    private static final long ROOT = 1;
    private static final int LISTING = 5;
    /** So often must an answer change until it is seen to change each time. */
    private static final int FLAPS_SHOWN = 6;

    private final Setting setting;
    private final HostTree tree;
    private final Plant plant;
    private final NodeIds nodeIds;
    private final Map<Long, Node> nodes = new HashMap<>();
    private final Map<HostFile, Node> byFile = new HashMap<>();
    private final Map<Long, List<String>> listings = new HashMap<>();
    private final Deque<Long> freeHandles = new ArrayDeque<>();
    private long nextHandle = 1;
    private HostFile flapping;
    private Node collider;
    private Node collided;
    private int flaps;
    private long epochs;

    SimServer(Setting setting, HostTree tree, Plant plant) {
        this.setting = setting;
        this.tree = tree;
        this.plant = plant;
        nodeIds = setting.personality().nodeIds();
        nodes.put(ROOT, new Node(ROOT, 0, tree.root));
    }

    /** All that is counted, the root aside. */
    Collection<Node> live() {
        return nodes.values().stream().filter(n -> n.nodeid != ROOT).toList();
    }

    /** Lives of nodeids so far. */
    long epochs() {
        return epochs;
    }

    Node node(long nodeid) {
        return nodes.get(nodeid);
    }

    /** Takes FORGET in. */
    WireFact.Forgotten forget(long nodeid, long nlookup) {
        Node node = nodes.get(nodeid);
        if (node == null || nodeid == ROOT) {
            if (plant.concerns(Fault.ROOT_FORGOTTEN, nodeid)) {
                nodes.remove(ROOT);
            }
            return new WireFact.Forgotten(nodeid, nlookup, node == null ? 0 : 1);
        }
        long before = node.count;
        node.count -= Math.min(before, nlookup);
        if (plant.concerns(Fault.LOOKUP_FORGET_RACE, nodeid)) {
            lose(node);
        } else if (node.count == 0) {
            drop(node);
        }
        return new WireFact.Forgotten(nodeid, nlookup, before);
    }

    /** Lets a node go. */
    private void drop(Node node) {
        lose(node);
        nodeIds.free(node.nodeid);
    }

    /** To whoever watches, a nodeid has got its last FORGET: after that its file may well get another. */
    void seemsGone(long nodeid) {
        Node node = nodes.get(nodeid);
        if (node == null || node.file == flapping) {
            flaps = 0;
        }
        if (node == null || node == collider || node == collided) {
            collided = null;
        }
    }

    /** Lets a node go whose nodeid nobody gets again. */
    private void lose(Node node) {
        nodes.remove(node.nodeid);
        byFile.remove(node.file, node);
    }

    /** Does what is asked, and changes the counts. */
    Reply handle(Request request) {
        if (request.opcode == Opcode.INIT || request.opcode == Opcode.DESTROY) {
            return Reply.ok();
        }
        if (request.opcode == Opcode.RELEASE || request.opcode == Opcode.RELEASEDIR) {
            release(request);
            return Reply.ok();
        }
        Node node = nodes.get(request.nodeid);
        if (node != null
                && node.nodeid != ROOT
                && request.opcode == Opcode.GETATTR
                && plant.takes(Fault.SERVER_DROPPED_LIVE_NODE, node.nodeid)) {
            plant.confirm();
            lose(node);
            return error(Errno.EBADF);
        }
        return node == null
                ? Reply.error(setting.personality().unknown(request.opcode))
                : handle(request, node, node.file);
    }

    private Reply handle(Request request, Node node, HostFile file) {
        boolean names = request.opcode.names() > 0 && request.opcode != Opcode.GETXATTR && !request.name.equals(".");
        if (names && !file.isDirectory()) { // only a kernel that takes one file for another asks for that
            return error(Errno.ENOTDIR);
        }
        return switch (request.opcode) {
            case LOOKUP -> lookup(file, request.name, node);
            case GETATTR, SETATTR -> Reply.entry(attributes(node), 0);
            case MKDIR -> make(file, request.name, HostFile.DIRECTORY);
            case MKNOD -> make(file, request.name, HostFile.FIFO);
            case SYMLINK -> make(file, request.name, HostFile.SYMLINK);
            case CREATE -> create(file, request.name);
            case TMPFILE -> tmpfile(file);
            case LINK -> link(file, request);
            case UNLINK, RMDIR -> remove(file, request);
            case RENAME, RENAME2 -> rename(file, request);
            case OPEN -> Reply.handle(newHandle());
            case OPENDIR -> opendir(file);
            case READDIRPLUS -> list(file, request);
            case READLINK -> Reply.data(7);
            case READ, READDIR -> Reply.data(16);
            case GETXATTR -> error(Errno.ENODATA);
            case POLL, STATX -> error(Errno.ENOSYS);
            default -> Reply.ok();
        };
    }

    private static Reply error(Errno errno) {
        return Reply.error(-errno.number());
    }

    private Reply lookup(HostFile directory, String name, Node node) {
        if (name.equals(".")) {
            node.count++;
            return Reply.entry(entry(node), 0);
        }
        HostFile file = directory.children.get(name);
        if (file == null) {
            return setting.negativeValidNs() > 0
                    ? Reply.entry(EntryReply.negative(setting.negativeValidNs()), 0)
                    : error(Errno.ENOENT);
        }
        boolean changes = misbehave(file);
        EntryReply entry = hand(directory, name, file);
        if (changes) {
            plant.showsBy(entry, entry.nodeid());
        }
        return Reply.entry(entry, 0);
    }

    /** A LOOKUP of a file that is counted: what a server may get wrong about it; whether the next entry shows it. */
    private boolean misbehave(HostFile file) {
        Node node = byFile.get(file);
        if (node == null || !node.isRegular()) {
            return false;
        }
        if (plant.concerns(Fault.GENERATION_FLAP, node.nodeid) || plant.takes(Fault.GENERATION_FLAP, node.nodeid)) {
            flapping = file;
            node.generation++;
            flaps++;
        } else if ((plant.isFor(Fault.NODEID_FLAP) && file == flapping)
                || plant.takes(Fault.NODEID_FLAP, node.nodeid)) {
            flapping = file;
            byFile.remove(file);
            flaps++;
        } else if (plant.takes(Fault.TYPE_CHANGED, node.nodeid)) {
            node.mode = HostFile.FIFO;
            return true;
        }
        if (flaps == FLAPS_SHOWN) {
            plant.confirm();
        }
        return false;
    }

    /** Hands a node out: its count rises by one. */
    private EntryReply hand(HostFile directory, String name, HostFile file) {
        Node node = byFile.get(file);
        if (node == null) {
            Node other = other(file);
            // at its own name it could be its own file, replaced behind a server that goes by names
            if (other != null
                    && !other.isAt(directory, name)
                    && plant.takes(Fault.NODEID_REUSED_SAME_GENERATION, other.nodeid)) {
                other.count++;
                EntryReply right = entry(other);
                EntryReply wrong = new EntryReply(
                        right.nodeid(), right.generation(), file.ino, right.mode(), 0, 1, right.entryValidNs());
                plant.showsBy(wrong, wrong.nodeid());
                return wrong;
            }
            node = begin(file);
            if (other != null && plant.takes(Fault.INO_COLLISION, other.nodeid)) {
                node.ino = other.ino;
                collider = node;
                collided = other;
            }
        }
        node.count++;
        node.at(directory, name);
        EntryReply entry = entry(node);
        if (node == collided && isOneFile(node) && isOneFile(collider)) {
            plant.showsBy(entry, collided.nodeid, collider.nodeid); // it has its ino still
        }
        return entry;
    }

    /** Whether a node is counted, and its file has one name only. */
    private boolean isOneFile(Node node) {
        return nodes.get(node.nodeid) == node && node.file.links == 1;
    }

    private Node begin(HostFile file) {
        long nodeid = nodeIds.take();
        Node node = new Node(nodeid, nodeIds.generation(), file);
        nodes.put(nodeid, node);
        byFile.put(file, node);
        epochs++;
        return node;
    }

    /** Another regular file of the same filesystem that is counted, null if there is none. */
    private Node other(HostFile file) {
        return nodes.values().stream()
                .filter(n -> n.isRegular() && file.mode == HostFile.REGULAR)
                .filter(n -> n.file.device == file.device && n.file != file)
                .findFirst()
                .orElse(null);
    }

    private EntryReply entry(Node node) {
        HostFile file = node.file;
        return new EntryReply(
                node.nodeid,
                node.generation,
                node.ino,
                node.mode,
                setting.virtio() && file.mounted ? 1 : 0,
                file.links,
                setting.entryValidNs());
    }

    private EntryReply attributes(Node node) {
        return new EntryReply(0, 0, node.ino, node.mode, 0, node.file.links, 0);
    }

    private Reply make(HostFile directory, String name, int mode) {
        return directory.children.containsKey(name)
                ? error(Errno.EEXIST)
                : Reply.entry(hand(directory, name, directory.make(name, mode)), 0);
    }

    private Reply create(HostFile directory, String name) {
        HostFile file = directory.children.get(name);
        if (file != null && file.isDirectory()) {
            return error(Errno.EISDIR);
        }
        return Reply.entry(
                hand(directory, name, file == null ? directory.make(name, HostFile.REGULAR) : file), newHandle());
    }

    private Reply tmpfile(HostFile directory) {
        Node node = begin(directory.make(HostFile.REGULAR));
        node.count++;
        return Reply.entry(entry(node), newHandle());
    }

    private Reply link(HostFile directory, Request request) {
        Node old = nodes.get(request.other);
        if (old == null) {
            return Reply.error(setting.personality().unknown(request.opcode));
        }
        if (directory.children.containsKey(request.name)) {
            return error(Errno.EEXIST);
        }
        if (old.file.isDirectory()) { // the same
            return error(Errno.EPERM);
        }
        if (old.file.device != directory.device) {
            return error(Errno.EXDEV);
        }
        directory.children.put(request.name, old.file);
        old.file.links++;
        return Reply.entry(hand(directory, request.name, old.file), 0);
    }

    private static Reply remove(HostFile directory, Request request) {
        HostFile file = directory.children.get(request.name);
        if (file == null) {
            return error(Errno.ENOENT);
        }
        if (file.mounted) {
            return error(Errno.EBUSY);
        }
        if (file.isDirectory() != (request.opcode == Opcode.RMDIR)) {
            return error(file.isDirectory() ? Errno.EISDIR : Errno.ENOTDIR);
        }
        if (!file.children.isEmpty()) {
            return error(Errno.ENOTEMPTY);
        }
        directory.children.remove(request.name);
        file.links--;
        return Reply.ok();
    }

    private Reply rename(HostFile from, Request request) {
        Node to = nodes.get(request.other);
        if (to == null) {
            return Reply.error(setting.personality().unknown(request.opcode));
        }
        HostFile file = from.children.get(request.name);
        HostFile target = to.file.children.get(request.secondName);
        if (file == null) {
            return error(Errno.ENOENT);
        }
        if (file.mounted || (target != null && target.mounted)) {
            return error(Errno.EBUSY);
        }
        if (file.device != to.file.device) {
            return error(Errno.EXDEV);
        }
        if (file.contains(to.file)) { // only a kernel that takes one directory for another asks for that
            return error(Errno.EINVAL);
        }
        if (target != null && (target.isDirectory() != file.isDirectory() || !target.children.isEmpty())) {
            return error(target.isDirectory() ? Errno.EISDIR : Errno.ENOTDIR);
        }
        if (target != file) {
            from.children.remove(request.name);
            to.file.children.put(request.secondName, file);
            nodes.values().stream()
                    .filter(n -> n.isAt(from, request.name))
                    .forEach(n -> n.at(to.file, request.secondName));
        }
        return Reply.ok();
    }

    private long newHandle() {
        if (setting.zeroHandles()) {
            return 0;
        }
        Long again = setting.personality() == Personality.RUST ? null : freeHandles.poll();
        return again == null ? nextHandle++ : again;
    }

    private void release(Request request) {
        listings.remove(request.fh);
        if (request.fh != 0 && request.fh < nextHandle && !freeHandles.contains(request.fh)) {
            freeHandles.push(request.fh);
        }
    }

    private Reply opendir(HostFile directory) {
        long fh = newHandle();
        List<String> names = new ArrayList<>(List.of(".", ".."));
        names.addAll(directory.children.keySet());
        listings.put(fh, names);
        return Reply.handle(fh);
    }

    private Reply list(HostFile directory, Request request) {
        List<String> names = listings.getOrDefault(request.fh, List.of());
        List<Reply.Named> entries = new ArrayList<>();
        for (int i = request.offset; i < Math.min(names.size(), request.offset + LISTING); i++) {
            String name = names.get(i);
            HostFile file = directory.children.get(name);
            if (name.startsWith(".")) {
                long nodeid = setting.namedDots() ? ROOT : 0;
                entries.add(
                        new Reply.Named(name, new EntryReply(nodeid, 0, directory.ino, HostFile.DIRECTORY, 0, 2, 0)));
            } else if (file != null) {
                entries.add(new Reply.Named(name, hand(directory, name, file)));
            }
        }
        return Reply.listing(entries);
    }

    HostTree tree() {
        return tree;
    }

    Plant plant() {
        return plant;
    }
}
