// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** A dialect of lines of text: holds what is only stated of it, so that each has left to say how it is known and read. */
public abstract class TextFormat implements CaptureFormat {
    private final String id;
    private final String title;
    private final String looksLike;
    private final Set<Capability> atBest;

    /**
     * States what {@link CaptureFormat} asks.
     *
     * @param atBest what a capture can hold at best
     */
    protected TextFormat(String id, String title, String looksLike, Set<Capability> atBest) {
        this.id = id;
        this.title = title;
        this.looksLike = looksLike;
        this.atBest = Collections.unmodifiableSet(EnumSet.copyOf(atBest));
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String title() {
        return title;
    }

    @Override
    public final String looksLike() {
        return looksLike;
    }

    @Override
    public final Set<Capability> capabilities() {
        return atBest;
    }

    @Override
    public final boolean isText() {
        return true;
    }

    /** For a dialect that one pattern tells from all others. */
    protected static Sniff yesIf(Prefix prefix, Pattern signature) {
        return prefix.isText() && prefix.contains(signature) ? Sniff.YES : Sniff.NO;
    }
}
