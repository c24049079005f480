// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.replay.target.TargetUnreachable;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Safe;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Maps outcomes to exit codes, and does nothing else. */
public final class Main {
    /** Nothing was found. */
    static final int NOTHING_FOUND = 0;
    /** Something was found. */
    static final int FOUND = 1;
    /** The command line makes no sense. */
    static final int USAGE = 2;
    /** A capture cannot be read or is none, or the report cannot be written. */
    static final int UNREADABLE = 3;
    /** A bug of ours. */
    static final int BUG = 70;

    private Main() {}

    /** The command as a process. */
    public static void main(String[] args) {
        ResultStream result = new ResultStream(new FileOutputStream(FileDescriptor.out));
        PrintStream out = new PrintStream(new BufferedOutputStream(result, 1 << 16), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Console console = Console.system(System.in, out, err, System.getenv());
        int code = run(args, console);
        out.flush();
        IOException failure = result.failure();
        if (failure != null) {
            code = Math.max(code, complain("cannot write the result: " + failure.getMessage(), UNREADABLE, console));
        }
        System.exit(code);
    }

    /** Runs one command and says how it went. */
    static int run(String[] args, Console console) {
        try {
            return Forgetmenot.commandLine(console)
                    .setOut(writer(console.out()))
                    .setErr(writer(console.err()))
                    .setColorScheme(Help.defaultColorScheme(console.ansi()))
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setParameterExceptionHandler((e, a) -> misused(e, console))
                    .setExecutionExceptionHandler((e, command, result) -> failed(e, console))
                    .execute(args);
        } catch (OutOfMemoryError e) {
            return complain("out of memory; give more with JAVA_OPTS=-Xmx4g", BUG, console);
        } catch (Throwable e) {
            return bug(e, console);
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** What a diagnosis means for the exit code. */
    static int outcome(Diagnosis diagnosis) {
        return diagnosis.hasFindings() ? FOUND : NOTHING_FOUND;
    }

    private static int misused(ParameterException e, Console console) {
        CommandLine command = e.getCommandLine();
        boolean noSuchCommand = e instanceof UnmatchedArgumentException unmatched
                && command.getParent() == null
                && !unmatched.getUnmatched().get(0).startsWith("-");
        complain(
                noSuchCommand
                        ? "no command is called '"
                                + ((UnmatchedArgumentException) e)
                                        .getUnmatched()
                                        .get(0) + "'"
                        : String.valueOf(e.getMessage()),
                USAGE,
                console);
        UnmatchedArgumentException.printSuggestions(e, command.getErr());
        console.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for what it takes.");
        return USAGE;
    }

    private static int failed(Exception e, Console console) {
        if (e instanceof ResultStream.Ended) {
            return NOTHING_FOUND;
        }
        if (e instanceof IOException io) {
            return unreadable(io, console);
        }
        if (e instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return failed(unchecked.getCause(), console);
        }
        return bug(e, console);
    }

    /** Says in one line why a capture cannot be read. */
    static int unreadable(IOException e, Console console) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof FileSystemException file && file.getReason() == null) {
            message += ": " + file.getClass().getSimpleName().replace("Exception", "");
        } else if (!(e instanceof CaptureException)
                && !(e instanceof FileSystemException)
                && !(e instanceof TargetUnreachable)) {
            message = "cannot read the capture: " + message;
        }
        return complain(message, UNREADABLE, console);
    }

    private static int complain(String message, int code, Console console) {
        console.err().println("forgetmenot: " + Safe.line(message));
        return code;
    }

    private static int bug(Throwable e, Console console) {
        e.printStackTrace(console.err());
        console.err()
                .println("forgetmenot: this is a bug in forgetmenot, not in your capture. Please report it with the"
                        + " lines above, the output of 'forgetmenot --version' and, if you may share it, the capture.");
        return BUG;
    }
}
