// SPDX-License-Identifier: Apache-2.0
/** Reads and writes events as lines of JSON, schema {@code forgetmenot/event/1}. May use {@code event}, {@code wire} and Jackson's streams. */
@NullMarked
package org.forgetmenot.format.ndjson;

import org.jspecify.annotations.NullMarked;
