// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

/** What a nodeid stands for, from its first lookup until its count is 0. {@link NodeTable} guards it. */
final class Node {
    final long nodeid;
    final Inode inode;
    /** Lookups that the kernel has not given back. */
    long nlookup;
    /** Requests that work with it right now: it may be forgotten meanwhile, but its inode stays. */
    int users;

    Node(long nodeid, Inode inode) {
        this.nodeid = nodeid;
        this.inode = inode;
    }
}
