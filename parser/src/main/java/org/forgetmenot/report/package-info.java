// SPDX-License-Identifier: Apache-2.0
/** Runs the whole way and hands out plain records for text, JSON and pictures. May use every other package of the parser. */
@NullMarked
package org.forgetmenot.report;

import org.jspecify.annotations.NullMarked;
