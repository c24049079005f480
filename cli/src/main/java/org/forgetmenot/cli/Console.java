// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * The three streams of a command, and what may be done with them.
 *
 * @param in standard input, for captures called {@code -}
 * @param out the result and nothing else
 * @param err one-line errors and progress
 * @param ansi whether the result may be in colour
 * @param progress whether somebody looks at {@code err} and wants to see progress
 * @param unicode whether the result may be drawn with other letters than ASCII's
 */
record Console(InputStream in, PrintStream out, PrintStream err, Ansi ansi, boolean progress, boolean unicode) {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    /** The console of this process. */
    static Console system(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean forced = !"0".equals(environment.getOrDefault("CLICOLOR_FORCE", "0"));
        boolean colour =
                environment.getOrDefault("NO_COLOR", "").isEmpty() && (forced || (!dumb && isTerminal(STDOUT)));
        return new Console(
                in, out, err, colour ? Ansi.ON : Ansi.OFF, isTerminal(STDERR) && !dumb, isUnicode(environment));
    }

    /** Whether the locale is one of UTF-8; the launcher, which sets such a one for the JVM, says when it was another. */
    static boolean isUnicode(Map<String, String> environment) {
        if (environment.containsKey("FORGETMENOT_ASCII")) {
            return false;
        }
        for (String variable : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
            String locale = environment.getOrDefault(variable, "");
            if (!locale.isEmpty()) {
                return locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
            }
        }
        return false;
    }

    /**
     * Whether a stream is a terminal. Java itself only knows it of standard input and output together, and a pipe on one
     * says nothing about the other.
     */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
