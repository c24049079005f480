// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** HTML and SVG, written piece by piece: whatever is put into it as text stays text. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** Markup of our own, as it is: nothing from a capture. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Text, from wherever. */
    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(isAllowed(c) ? c : '\uFFFD');
            }
        }
        return this;
    }

    /** What HTML has no characters for, or what turns text round (bidi). */
    private static boolean isAllowed(char c) {
        return c == '\n' || c == '\t' || !(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }

    /** An element that holds nothing but text. */
    Html element(String tag, @Nullable String cssClass, String text) {
        open(tag, cssClass).text(text);
        return close(tag);
    }

    Html open(String tag, @Nullable String cssClass) {
        out.append('<').append(tag);
        if (cssClass != null) {
            attribute("class", cssClass);
        }
        out.append('>');
        return this;
    }

    Html close(String tag) {
        out.append("</").append(tag).append('>');
        return this;
    }

    /** An attribute of the element that {@link #raw} has begun. */
    Html attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        text(value);
        out.append('"');
        return this;
    }

    Html attribute(String name, double value) {
        return attribute(name, number(value));
    }

    /** A number with no more digits than a picture needs. */
    static String number(double value) {
        return number(value, 6);
    }

    /** A number to so many decimals, without those at the end that are 0. */
    static String number(double value, int decimals) {
        double power = Math.pow(10, decimals);
        double rounded = Math.rint(value * power) / power;
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15
                ? String.valueOf((long) rounded)
                : BigDecimal.valueOf(rounded).stripTrailingZeros().toPlainString(); // never 1.0E-6
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
