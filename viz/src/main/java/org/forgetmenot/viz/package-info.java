// SPDX-License-Identifier: Apache-2.0
/** Draws plain records: charts, the HTML report, traces for Perfetto. Analyses nothing. */
@NullMarked
package org.forgetmenot.viz;

import org.jspecify.annotations.NullMarked;
