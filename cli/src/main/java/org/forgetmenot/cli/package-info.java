// SPDX-License-Identifier: Apache-2.0
/** One picocli class per command; {@code Main} maps outcomes to exit codes and nothing else does. */
@NullMarked
package org.forgetmenot.cli;

import org.jspecify.annotations.NullMarked;
