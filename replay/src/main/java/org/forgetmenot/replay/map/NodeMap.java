// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.map;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayFIFOQueue;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongList;
import org.forgetmenot.replay.plan.Entry;
import org.forgetmenot.replay.plan.Name;
import org.forgetmenot.wire.Protocol;
import org.jspecify.annotations.Nullable;

/** Every recorded nodeid by its latest epoch, with the recorded count; tombstones stay, within a limit. */
public final class NodeMap {
    private static final Name NOTHING = new Name(new byte[0]);

    private final int tombstonesMax;
    private final Long2ObjectOpenHashMap<Node> nodes = new Long2ObjectOpenHashMap<>();
    /** Whose number a live nodeid is now. */
    private final Long2ObjectOpenHashMap<Node> owners = new Long2ObjectOpenHashMap<>();

    private final LongArrayFIFOQueue tombstones = new LongArrayFIFOQueue();
    private final LookupLedger ledger;
    private final Node root;

    /**
     * @param tombstonesMax nodeids with a count of 0 that are remembered
     */
    public NodeMap(LookupLedger ledger, int tombstonesMax) {
        this.ledger = ledger;
        this.tombstonesMax = tombstonesMax;
        root = new Node(Protocol.ROOT_NODEID, null, NOTHING, false);
        root.bind(Protocol.ROOT_NODEID);
        nodes.put(Protocol.ROOT_NODEID, root);
    }

    /** The root: known from the beginning, never forgotten. */
    public Node root() {
        return root;
    }

    /** The latest epoch of a recorded nodeid, null if none was seen. */
    public @Nullable Node find(long recorded) {
        return nodes.get(recorded);
    }

    /** A nodeid that no reply of the capture handed out. */
    public Node stranger(long recorded) {
        Node node = new Node(recorded, root, Entry.placeholder(recorded), true);
        nodes.put(recorded, node);
        return node;
    }

    /** A recorded reply hands a nodeid out: its count rises, or a new epoch begins. */
    public Node found(Entry entry, Node directory) {
        Node node = nodes.get(entry.nodeid());
        if (node == root) {
            return root;
        }
        if (node == null || node.isDropped()) {
            node = new Node(entry.nodeid(), directory, entry.name(), directory.isGuessed() || !entry.isNamed());
            nodes.put(entry.nodeid(), node);
        }
        node.add(1);
        return node;
    }

    /** A live reply handed out a nodeid. */
    public void handedOut(long live) {
        ledger.add(live);
    }

    /** A live reply handed out a nodeid, before the recorded one did: it is held until then. */
    public void handedOutEarly(long live) {
        ledger.add(live);
        ledger.reserve(live);
    }

    /** The recorded reply has handed it out, too. */
    public void caughtUp(long live) {
        ledger.unreserve(live);
    }

    /** A listing of the live server handed a nodeid out, and none of the recorded one's did yet. */
    public void spare(long live) {
        ledger.spare(live);
    }

    /** Whether that lookup is still counted. */
    public boolean isSpare(long live) {
        return ledger.isSpare(live);
    }

    /** A recorded listing handed it out, too. */
    public void matched(long live) {
        ledger.unspare(live);
    }

    /**
     * No recorded listing will hand it out.
     *
     * @return whether it can go back: it is counted still, and not the last lookup of a nodeid that the recorded server knows
     */
    public boolean surrender(long live) {
        if (!ledger.isSpare(live)) {
            return false;
        }
        ledger.unspare(live);
        Node owner = owners.get(live);
        return owner == null || owner.isDropped() || ledger.held(live) > 1;
    }

    /** A recorded nodeid has a number on the live server. */
    public void bind(Node node, long live) {
        if (node != root) {
            node.bind(live);
            owners.put(live, node);
        }
    }

    /** Whether the live number of a nodeid belongs to another one now: a request with it reaches another file. */
    public boolean isAliased(Node node) {
        Node owner = node.isBound() ? owners.get(node.live()) : null;
        return owner != null && owner != node && ledger.held(node.live()) > 0;
    }

    /**
     * A recorded FORGET gives lookups back.
     *
     * @param nlookup as recorded; negative for all there are
     * @return whether the recorded count falls to 0
     */
    public boolean forget(Node node, long nlookup) {
        if (node == root) {
            return false;
        }
        if (nlookup < 0 || Long.compareUnsigned(nlookup, node.count()) >= 0) {
            node.drop();
            bury(node);
            return true;
        }
        node.add(-nlookup);
        return false;
    }

    /** A nodeid whose count fell to 0, as far as the capture shows its lookups, is known to the recorded server after all. */
    public Node revive(Node dropped) {
        Node node = new Node(dropped.recorded(), dropped.parent(), dropped.name(), dropped.isGuessed());
        nodes.put(dropped.recorded(), node);
        return node;
    }

    /** The recorded session ended, and another begins: no nodeid is known any more. */
    public void clear() {
        nodes.clear();
        owners.clear();
        tombstones.clear();
        nodes.put(Protocol.ROOT_NODEID, root);
    }

    private void bury(Node node) {
        tombstones.enqueue(node.recorded());
        while (tombstones.size() > tombstonesMax) {
            long oldest = tombstones.dequeueLong();
            Node grave = nodes.get(oldest);
            if (grave != null && grave.isDropped()) {
                nodes.remove(oldest);
                if (grave.isBound()) {
                    owners.remove(grave.live(), grave);
                }
            }
        }
    }

    /** All numbers that a nodeid has had on the live server, the present one first. */
    public LongList numbers(Node node) {
        LongArrayList others = node.others();
        if (others == null) {
            return LongList.of(node.live());
        }
        LongArrayList all = new LongArrayList(others);
        all.add(0, node.live());
        return all;
    }
}
