// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import java.io.InputStream;
import java.util.EnumSet;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.Prefix;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.Sniff;
import org.forgetmenot.format.TextFormat;

/**
 * Our own dialect: every event as one JSON object on a line, with nothing lost, for other tools and languages.
 *
 * <p>The first line names the {@linkplain #SCHEMA schema}, the dialect the events come from and what it can show; the last
 * says what the capture really held. docs/formats.md describes every field.
 */
public final class NdjsonFormat extends TextFormat {
    /** Changes only when a field changes its meaning or goes away. */
    public static final String SCHEMA = "forgetmenot/event/1";

    static final String SIGNATURE = "{\"schema\":\"forgetmenot/event/";

    public NdjsonFormat() {
        super("ndjson", "forgetmenot NDJSON", SIGNATURE, EnumSet.allOf(Capability.class));
    }

    @Override
    public Sniff sniff(Prefix prefix) {
        return prefix.hasAt(0, SIGNATURE) ? Sniff.YES : Sniff.NO;
    }

    @Override
    public CaptureReader open(InputStream in, ReadContext context) {
        return new NdjsonReader(in, context);
    }
}
