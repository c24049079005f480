// SPDX-License-Identifier: Apache-2.0
/** Reads events, keeps the two ledgers: the server's count of every nodeid and what each superblock holds. May use {@code session} and what it may use. */
@NullMarked
package org.forgetmenot.lifecycle;

import org.jspecify.annotations.NullMarked;
