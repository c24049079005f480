// SPDX-License-Identifier: Apache-2.0
/** Runs the whole way and hands out plain records for text, JSON and pictures. May use all of the above. */
@NullMarked
package org.forgetmenot.report;

import org.jspecify.annotations.NullMarked;
