// SPDX-License-Identifier: Apache-2.0
/** Reads capture bytes, produces events: one package per dialect, found by sniffing. May use {@code event} and {@code wire}. */
@NullMarked
package org.forgetmenot.format;

import org.jspecify.annotations.NullMarked;
