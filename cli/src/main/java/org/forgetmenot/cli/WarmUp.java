// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Help.Ansi;

/**
 * Runs what people run, with all output thrown away: the launcher has the JVM write down the classes that this loads, so
 * that later starts find them ready (class data sharing).
 */
final class WarmUp {
    private WarmUp() {}

    /**
     * Loads as much as is worth it.
     *
     * @param captures small captures of several dialects
     */
    public static void main(String[] captures) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Console console = new Console(InputStream.nullInputStream(), nowhere, nowhere, Ansi.ON, false, true);
        run(console, "--help");
        run(console, "--version");
        run(console, "diagnose", "--help");
        for (String capture : captures) {
            run(console, "diagnose", capture);
            run(console, "diagnose", "--format", "json", capture);
            run(console, "info", capture);
            run(console, "explain", "--nodeid", "3", capture);
        }
    }

    /** A failure only means that fewer classes are ready. */
    private static void run(Console console, String... args) {
        Main.run(args, console);
    }
}
