// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.compare;

import org.jspecify.annotations.Nullable;

/**
 * How a live reply differs from the recorded one.
 *
 * @param what such as "error" or "mode"
 * @param recorded as the capture has it, for people
 * @param live as the live server has it, for people
 * @param tolerance the class of harmless differences that it is one of, null if none
 */
public record Difference(
        String what, String recorded, String live, @Nullable Tolerance tolerance) {}
