// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import org.jspecify.annotations.Nullable;

/**
 * A count was given here.
 *
 * @param how what gave it, for people, such as "READDIRPLUS in nodeid 2"
 * @param borrowed whether it is the root of a submount, with which no lookup came
 * @param sDev superblock that got it, null if unknown
 */
public record LookedUp(
        Evidence at, String how, boolean borrowed, @Nullable Integer sDev) {}
