// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.requestlog;

import org.forgetmenot.event.Event;

/** What a reply's line tells, kept until the entries that come before it are told. */
public final class ReplyLine {
    private long unique;
    private boolean hasError;
    private int error;
    private boolean hasFh;
    private long fh;
    private boolean hasSize;
    private long sizeBytes;
    private int protocolMinor;

    ReplyLine begin(long replyTo) {
        unique = replyTo;
        hasError = false;
        hasFh = false;
        hasSize = false;
        protocolMinor = -1;
        return this;
    }

    /** How it ended: 0 or a negative errno. */
    public ReplyLine error(int value) {
        error = value;
        hasError = true;
        return this;
    }

    /** The handle of a file or directory that was opened. */
    public void fh(long value) {
        fh = value;
        hasFh = true;
    }

    /** Length of the message on the wire, header included. */
    public void sizeBytes(long value) {
        sizeBytes = value;
        hasSize = true;
    }

    /** The minor version that INIT agreed on. */
    public void protocolMinor(int value) {
        protocolMinor = value;
    }

    void describe(Event event) {
        event.unique(unique);
        if (hasError) {
            event.error(error);
        }
        if (hasFh) {
            event.fh(fh);
        }
        if (hasSize) {
            event.sizeBytes(sizeBytes);
        }
        if (protocolMinor >= 0) {
            event.protocolMinor(protocolMinor);
        }
    }
}
