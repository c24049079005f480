// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

/** Makes strings safe for a terminal, wherever they come from: file names on the command line are hostile too. */
public final class Safe {
    private Safe() {}

    /** The text with control and invisible formatting characters (escapes, line breaks, bidi) spelt out. */
    public static String line(String text) {
        if (text.chars().noneMatch(Safe::isDangerous)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isDangerous(c)) {
                out.append(c);
            } else if (c < 0x80) {
                out.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 0xf, 16));
            } else {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(Character.forDigit((c >> shift) & 0xf, 16));
                }
            }
        }
        return out.toString();
    }

    private static boolean isDangerous(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }
}
