// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

/**
 * How sessions behave.
 *
 * @param personality whose manners they have
 * @param writable else everything that changes a file fails with EROFS
 * @param timeoutNs for how long the kernel may rely on entries and attributes without asking
 * @param announceSubmounts whether a directory of another filesystem than its parent's gets {@code FUSE_ATTR_SUBMOUNT}, if
 *     the kernel knows submounts
 * @param posixAcls else access control lists are refused with EOPNOTSUPP, as virtiofsd does without {@code --posix-acl}: setting
 *     one changes the mode, of which a kernel that did not agree on ACLs takes no notice
 */
public record SessionOptions(
        Personality personality, boolean writable, long timeoutNs, boolean announceSubmounts, boolean posixAcls) {
    private static final long NS_PER_S = 1_000_000_000L;

    /** As virtiofsd serves with {@code -o cache=auto -o announce_submounts}: timeouts of a second. */
    public static SessionOptions of(Personality personality, boolean writable) {
        return new SessionOptions(personality, writable, NS_PER_S, true, false);
    }

    /** The same for a client that asks for attributes when it wants to know them. */
    public SessionOptions withPosixAcls() {
        return new SessionOptions(personality, writable, timeoutNs, announceSubmounts, true);
    }

    long timeoutSeconds() {
        return timeoutNs / NS_PER_S;
    }

    int timeoutNsec() {
        return (int) (timeoutNs % NS_PER_S);
    }
}
