// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.plan;

import java.util.Arrays;
import org.forgetmenot.event.Text;

/** A file name as a key: its bytes. */
public final class Name {
    private final byte[] bytes;
    private final int hash;

    /**
     * @param bytes the name's to keep
     */
    public Name(byte[] bytes) {
        this.bytes = bytes;
        hash = Arrays.hashCode(bytes);
    }

    /** The bytes of the name; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** The name of a range of bytes. */
    public static Name of(byte[] bytes, int at, int length) {
        return new Name(Arrays.copyOfRange(bytes, at, at + length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Name name && hash == name.hash && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The name, safe to print. */
    @Override
    public String toString() {
        Text text = new Text();
        text.set(bytes, 0, bytes.length);
        return text.toString();
    }
}
