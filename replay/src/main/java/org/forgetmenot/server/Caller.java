// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

/**
 * On whose behalf a file is made.
 *
 * @param uid its owner
 * @param gid its group, unless the directory hands on its own
 */
public record Caller(int uid, int gid) {}
