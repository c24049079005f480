// SPDX-License-Identifier: Apache-2.0
/**
 * A small world that is known through and through: a kernel with its caches, a server, and all that may go wrong between
 * them. It plays seeded sessions, prints them in every dialect, and holds the tool's verdicts against what happened; see
 * {@code docs/world.md}.
 */
package org.forgetmenot.world;
