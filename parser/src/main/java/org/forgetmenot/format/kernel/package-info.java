// SPDX-License-Identifier: Apache-2.0
/** What events recorded in the kernel mean, whatever recorded them and in whatever form. */
@NullMarked
package org.forgetmenot.format.kernel;

import org.jspecify.annotations.NullMarked;
