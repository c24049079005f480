// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.bundle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces names so that nobody who has not the key can tell what they were, and equal names stay equal: by an HMAC whose key
 * is made anew for each bundle and not kept.
 */
final class NameCipher {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    /** Of the hash: enough that among a million names no two collide. */
    private static final int HASH_BYTES = 8;

    private final Mac mac;

    private NameCipher(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** One with a key of its own. */
    static NameCipher random() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new NameCipher(key);
    }

    /** A component of a path; . and .. and / stay what they are, for they are nobody's. */
    byte[] name(byte[] name) {
        if (isPlain(name)) {
            return name;
        }
        byte[] hash = Arrays.copyOf(mac.doFinal(name), HASH_BYTES);
        return ("n" + HexFormat.of().formatHex(hash)).getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isPlain(byte[] name) {
        return name.length == 0
                || (name.length <= 2
                        && Arrays.equals(name, "..".substring(0, name.length).getBytes(StandardCharsets.US_ASCII)))
                || (name.length == 1 && name[0] == '/');
    }

    /** The name of an extended attribute, whose namespace stays. */
    byte[] attribute(byte[] name) {
        int dot = 0;
        while (dot < name.length && name[dot] != '.') {
            dot++;
        }
        if (dot >= name.length) {
            return name(name);
        }
        byte[] rest = name(Arrays.copyOfRange(name, dot + 1, name.length));
        byte[] whole = Arrays.copyOf(name, dot + 1 + rest.length);
        System.arraycopy(rest, 0, whole, dot + 1, rest.length);
        return whole;
    }
}
