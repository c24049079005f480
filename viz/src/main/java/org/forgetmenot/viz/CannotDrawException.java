// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.io.IOException;

/** The Java that runs this cannot draw: no fonts, or a part of it is not installed. */
public final class CannotDrawException extends IOException {
    private static final long serialVersionUID = 1;

    CannotDrawException(Throwable cause) {
        super(
                "this Java cannot draw text (" + cause.getClass().getSimpleName()
                        + "): it needs fonts; on Debian, apt-get install fontconfig fonts-dejavu-core libfreetype6",
                cause);
    }
}
