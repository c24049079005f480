// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.Set;

/**
 * What the tool made of a session.
 *
 * @param found the classes that it claims, or what stands for none
 * @param complaint what is wrong with that, null if nothing is
 */
record Verdict(Set<String> found, String complaint) {}
