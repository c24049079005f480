// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import org.jspecify.annotations.Nullable;

/**
 * A superblock that still held the nodeid.
 *
 * @param sDev its device number, null if unknown
 * @param submount whether it is a submount
 * @param root whether the nodeid is its root
 */
public record HeldBy(@Nullable Integer sDev, boolean submount, boolean root) {}
