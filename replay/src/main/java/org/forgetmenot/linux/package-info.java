// SPDX-License-Identifier: Apache-2.0
/** System calls that Java has no class for, by JNA's direct mapping. Linux with glibc, 64 bit. */
@NullMarked
package org.forgetmenot.linux;

import org.jspecify.annotations.NullMarked;
