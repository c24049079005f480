// SPDX-License-Identifier: Apache-2.0
/** Takes away from a capture whatever a finding does not need, by delta debugging. */
@NullMarked
package org.forgetmenot.replay.minimize;

import org.jspecify.annotations.NullMarked;
