// SPDX-License-Identifier: Apache-2.0
/** What the debug logs of FUSE servers have in common: a line is a request or a reply, and the reply is told by its unique. */
@NullMarked
package org.forgetmenot.format.requestlog;

import org.jspecify.annotations.NullMarked;
