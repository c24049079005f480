// SPDX-License-Identifier: Apache-2.0
/** What recorded numbers mean on the live server: nodeids by epoch, open files, lookups that are owed. May use {@code plan} and the parser's {@code wire}. */
@NullMarked
package org.forgetmenot.replay.map;

import org.jspecify.annotations.NullMarked;
