// SPDX-License-Identifier: Apache-2.0
/** What is attached to a bug report: a minimal capture without the reporter's names and data. */
@NullMarked
package org.forgetmenot.replay.bundle;

import org.jspecify.annotations.NullMarked;
