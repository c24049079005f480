// SPDX-License-Identifier: Apache-2.0
/**
 * The command: lays out what {@code report} says, as text or JSON. One picocli class per command; {@code Main} maps outcomes
 * to exit codes and nothing else does. May use the parser but its {@code session} and {@code lifecycle}.
 */
@NullMarked
package org.forgetmenot.cli;

import org.jspecify.annotations.NullMarked;
