// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.session;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.forgetmenot.event.Text;
import org.forgetmenot.wire.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * What each nodeid of a capture is called: by its path where names were seen, else by the order in which nodeids were met in
 * their directory. Two captures of one workload call the same file the same, whatever nodeid each server gave it.
 */
final class PathNames {
    /** Directories of a path that are followed: more are a circle, which only a damaged capture has. */
    private static final int DEPTH_MAX = 256;

    private static final String ROOT = "/";

    private static final class Node {
        @Nullable
        Node parent;

        String name;
        /** Nodeids without a name that were met in it. */
        int unnamed;

        final Map<String, Node> children = new HashMap<>(0);

        Node(@Nullable Node parent, String name) {
            this.parent = parent;
            this.name = name;
        }
    }

    private final Long2ObjectOpenHashMap<Node> nodes = new Long2ObjectOpenHashMap<>();
    private final Node root = new Node(null, "");
    private int strangers;

    PathNames() {
        nodes.put(Protocol.ROOT_NODEID, root);
    }

    /** A nodeid was handed out under a name; an empty name is unknown. */
    void found(long nodeid, long parent, Text name) {
        if (nodeid == 0 || nodeid == Protocol.ROOT_NODEID) {
            return;
        }
        Node directory = node(parent);
        Node known = nodes.get(nodeid);
        if (name.isEmpty()) {
            if (known == null || known.parent == null) {
                nodes.put(nodeid, new Node(directory, "#" + ++directory.unnamed));
            }
            return;
        }
        if (known == null) {
            known = new Node(null, "");
            nodes.put(nodeid, known);
        }
        move(known, directory, name.toString());
    }

    private static void move(Node node, Node directory, String name) {
        if (node.parent != null) {
            node.parent.children.remove(node.name, node);
        }
        node.parent = directory;
        node.name = name;
        directory.children.put(name, node);
    }

    /** A directory entry moved. */
    void renamed(long from, String name, long to, String newName) {
        Node node = node(from).children.get(name);
        if (node != null) {
            move(node, node(to), newName);
        }
    }

    /** A nodeid's count fell to 0: it may come back as another file. */
    void forgotten(long nodeid) {
        Node node = nodeid == Protocol.ROOT_NODEID ? null : nodes.remove(nodeid);
        if (node != null && node.parent != null) {
            node.parent.children.remove(node.name, node);
        }
    }

    private Node node(long nodeid) {
        Node node = nodes.get(nodeid);
        if (node == null) {
            // from before the capture, or of a dialect that hands out none: by the order in which they are met
            node = new Node(null, "~" + ++strangers);
            nodes.put(nodeid, node);
        }
        return node;
    }

    /** The path of a nodeid. */
    String path(long nodeid) {
        if (nodeid == 0) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        Node at = node(nodeid);
        for (int depth = 0; depth < DEPTH_MAX && at != null && at != root; depth++) {
            path.insert(0, at.name).insert(0, '/');
            at = at.parent;
        }
        if (at == null && path.length() > 0) {
            path.deleteCharAt(0); // not below the root, as far as is known
        }
        return path.length() == 0 ? ROOT : path.toString();
    }

    /** The path of a name in a directory. */
    String path(long parent, Text name) {
        String directory = path(parent);
        if (name.isEmpty()) {
            return directory;
        }
        return Objects.equals(directory, ROOT) ? directory + name : directory + "/" + name;
    }
}
