// SPDX-License-Identifier: Apache-2.0
/**
 * What the debug logs of libfuse and of the daemons that grew out of it have in common: the lines of requests, replies,
 * entries and FORGETs, and the requests that wait for their replies.
 */
@NullMarked
package org.forgetmenot.format.libfuselog;

import org.jspecify.annotations.NullMarked;
