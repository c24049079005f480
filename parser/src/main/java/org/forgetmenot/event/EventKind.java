// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.event;

/**
 * What an event is. The first group is seen at the server or on the wire, the second inside the kernel; a capture of one
 * kind never yields the other, which is why two captures of one run are worth more than each alone.
 */
public enum EventKind {
    /** A request reached the server. FORGET and BATCH_FORGET are requests too: their items follow as {@link #FORGET}. */
    REQUEST,
    /** An entry that the reply to {@code unique} hands out: the server's count of {@code nodeid} rises by one. Comes before its {@link #REPLY}. */
    ENTRY,
    /** The server takes an entry back before it replies (READDIRPLUS entry that did not fit): the count falls by {@code nlookup}. */
    ENTRY_WITHDRAWN,
    /** The server's answer to {@code unique}. */
    REPLY,
    /** One nodeid given back by FORGET or an item of BATCH_FORGET; {@code nlookup} may be unknown. */
    FORGET,
    /** A FORGET for a nodeid that the server, by its own word, does not know. */
    FORGET_UNKNOWN,
    /** A notification from the server to the kernel. */
    NOTIFY,

    /** {@code fuse_iget} was called: a superblock gets an inode for a nodeid. */
    KERNEL_IGET,
    /** {@code fuse_iget} returned the inode's address to {@code caller}. */
    KERNEL_IGET_RETURN,
    /** {@code fuse_evict_inode}: a superblock lets an inode go, with the nlookup it had. */
    KERNEL_EVICT,
    /** {@code fuse_queue_forget}: the kernel queues a FORGET. */
    KERNEL_FORGET,
    /** {@code fuse_simple_request}: a task asks the server and waits. */
    KERNEL_REQUEST,
    /** {@code fuse_simple_request} returned into {@code caller}. */
    KERNEL_REQUEST_RETURN,
    /** {@code fuse_simple_background}: a request whose end no probe shows. */
    KERNEL_REQUEST_BACKGROUND,
    /** {@code fuse_get_tree_submount}: a task mounts a submount on the inode {@code inode} of {@code nodeid}. */
    KERNEL_SUBMOUNT,
    KERNEL_SUBMOUNT_RETURN,
    /** {@code virtio_kill_sb} or {@code fuse_kill_sb_anon}: a superblock ends. */
    KERNEL_KILL_SUPERBLOCK,
    /** The kernel's own tracepoint {@code fuse_request_send}. */
    KERNEL_SEND,
    /** The kernel's own tracepoint {@code fuse_request_end}. */
    KERNEL_END,
    /** The stack under the last event of the same task. */
    KERNEL_STACK,
    /** A note written to {@code trace_marker}. */
    MARKER,
    /** The recorder lost {@code count} events here (or an unknown number). */
    LOST,
    /** Recognised, but of no interest to any ledger. */
    OTHER;

    /** Whether it is seen inside the kernel. */
    public boolean isKernel() {
        return switch (this) {
            case REQUEST, ENTRY, ENTRY_WITHDRAWN, REPLY, FORGET, FORGET_UNKNOWN, NOTIFY, LOST, MARKER, OTHER -> false;
            case KERNEL_IGET,
                    KERNEL_IGET_RETURN,
                    KERNEL_EVICT,
                    KERNEL_FORGET,
                    KERNEL_REQUEST,
                    KERNEL_REQUEST_RETURN,
                    KERNEL_REQUEST_BACKGROUND,
                    KERNEL_SUBMOUNT,
                    KERNEL_SUBMOUNT_RETURN,
                    KERNEL_KILL_SUPERBLOCK,
                    KERNEL_SEND,
                    KERNEL_END,
                    KERNEL_STACK -> true;
        };
    }
}
