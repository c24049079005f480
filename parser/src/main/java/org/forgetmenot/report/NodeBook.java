// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.lifecycle.Ledgers;
import org.jspecify.annotations.Nullable;

/** What became of each nodeid over all its lives; those that were met longest ago make room for others. */
final class NodeBook {
    private static final class Node {
        @Nullable
        String path;

        long lookups;
        long forgets;
        long givenBack;

        @Nullable
        Long count;

        @Nullable
        Long peak;

        long uses;
    }

    private final Ledgers ledgers;
    private final Long2ObjectLinkedOpenHashMap<Node> nodes = new Long2ObjectLinkedOpenHashMap<>();
    private long omitted;

    NodeBook(Ledgers ledgers) {
        this.ledgers = ledgers;
    }

    void accept(Event event) {
        if (!event.hasNodeid() || event.nodeid() == 0) {
            return;
        }
        switch (event.kind()) {
            case ENTRY, KERNEL_IGET -> {
                Node node = counted(event);
                node.lookups++;
                if (node.path == null) {
                    node.path = ledgers.path(event);
                }
            }
            case FORGET, KERNEL_FORGET -> {
                Node node = counted(event);
                node.forgets++;
                node.givenBack += event.hasNlookup() ? event.nlookup() : 0;
            }
            case ENTRY_WITHDRAWN -> counted(event).lookups--;
            case REQUEST, KERNEL_REQUEST, KERNEL_REQUEST_BACKGROUND -> node(event).uses++;
            default -> {}
        }
    }

    private Node counted(Event event) {
        Node node = node(event);
        node.count = ledgers.count(event);
        if (node.count != null && (node.peak == null ? node.count > 0 : node.count > node.peak)) {
            node.peak = node.count; // what is 0 after a FORGET may have been any number before
        }
        return node;
    }

    private Node node(Event event) {
        Node node = nodes.getAndMoveToLast(event.nodeid());
        if (node == null) {
            node = new Node();
            nodes.put(event.nodeid(), node);
            if (nodes.size() > Activity.NODES_MAX) {
                nodes.removeFirst();
                omitted++;
            }
        }
        return node;
    }

    List<Activity.Node> nodes() {
        return nodes.long2ObjectEntrySet().stream()
                .map(e -> node(e.getLongKey(), e.getValue()))
                .toList();
    }

    private static Activity.Node node(long nodeid, Node node) {
        return new Activity.Node(
                nodeid, node.path, node.lookups, node.forgets, node.givenBack, node.count, node.peak, node.uses);
    }

    /** Nodeids that had to make room. */
    long omitted() {
        return omitted;
    }
}
