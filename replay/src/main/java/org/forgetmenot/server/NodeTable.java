// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.IdentityHashMap;
import org.forgetmenot.wire.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The nodeids of one session and their lookup counts. Several threads may use it.
 *
 * <p>A file has one nodeid however often it is looked up, and each reply that hands it out counts one more.
 */
final class NodeTable {
    private final Tree tree;
    private final Personality personality;
    private final Numbers numbers;
    private final Long2ObjectOpenHashMap<Node> byNodeid = new Long2ObjectOpenHashMap<>();
    private final IdentityHashMap<Inode, Node> byInode = new IdentityHashMap<>();
    private final Node root;

    NodeTable(Tree tree, Personality personality) {
        this.tree = tree;
        this.personality = personality;
        this.numbers = new Numbers(Protocol.ROOT_NODEID + 1, personality.reusesNumbers());
        this.root = new Node(Protocol.ROOT_NODEID, tree.root());
        byNodeid.put(Protocol.ROOT_NODEID, root);
        byInode.put(root.inode, root);
    }

    /** The node of a nodeid, to be given back to {@link #done}; null if there is none. */
    synchronized @Nullable Node use(long nodeid) {
        Node node = byNodeid.get(nodeid);
        if (node != null) {
            node.users++;
        }
        return node;
    }

    /** A request has done with a node. */
    synchronized void done(Node node) {
        if (--node.users == 0 && node.nlookup == 0 && node != root) {
            tree.release(node.inode);
        }
    }

    /** Counts a lookup, for a reply that hands the inode out. Takes over the reference to it. */
    synchronized long count(Inode inode) {
        Node node = byInode.get(inode);
        if (node == null) {
            node = new Node(numbers.take(), inode);
            byNodeid.put(node.nodeid, node);
            byInode.put(inode, node);
        } else {
            tree.release(inode);
        }
        node.nlookup++;
        return node.nodeid;
    }

    /** Gives lookups back; the root stays whatever is said of it. */
    synchronized void forget(long nodeid, long nlookup) throws SessionDied {
        if (nodeid == Protocol.ROOT_NODEID || nlookup == 0) {
            return;
        }
        Node node = byNodeid.get(nodeid);
        if (node == null) {
            personality.unknownForget(nodeid);
            return;
        }
        if (Long.compareUnsigned(nlookup, node.nlookup) > 0) {
            personality.overForget(nodeid, node.nlookup, nlookup);
        }
        node.nlookup -= Long.compareUnsigned(nlookup, node.nlookup) > 0 ? node.nlookup : nlookup;
        if (node.nlookup == 0) {
            drop(node);
        }
    }

    private void drop(Node node) {
        byNodeid.remove(node.nodeid);
        byInode.remove(node.inode);
        numbers.giveBack(node.nodeid);
        if (node.users == 0) {
            tree.release(node.inode);
        }
    }

    /** Drops everything, as DESTROY does: the kernel need not give its lookups back before it. */
    synchronized void clear() {
        for (Node node : byNodeid.values()) {
            node.nlookup = 0;
            if (node.users == 0 && node != root) {
                tree.release(node.inode);
            }
        }
        byNodeid.clear();
        byInode.clear();
    }

    /** How many nodeids are counted, without the root. */
    synchronized int size() {
        return Math.max(0, byNodeid.size() - 1);
    }

    /** The lookups of all nodeids together. */
    synchronized long lookups() {
        long sum = 0;
        for (Node node : byNodeid.values()) {
            sum += node.nlookup;
        }
        return sum;
    }
}
