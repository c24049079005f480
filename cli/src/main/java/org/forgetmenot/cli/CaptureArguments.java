// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureFormat;
import org.forgetmenot.format.Formats;
import org.forgetmenot.replay.bundle.Bundle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command that reads captures takes: the captures and their dialect. How often it reads them is its own. */
abstract class CaptureArguments {
    /** Looks at the capture, as without {@code --dialect}. */
    private static final String AUTO = "auto";

    /** The names after {@code --dialect}, for help and completion. */
    static final class Dialects implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            List<String> ids = new ArrayList<>(List.of(AUTO));
            Formats.ALL.stream().map(CaptureFormat::id).forEach(ids::add);
            return ids.iterator();
        }
    }

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    private List<String> paths = new ArrayList<>();

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            completionCandidates = Dialects.class,
            description = "Read the captures as this dialect instead of looking at them; given as often as there are"
                    + " captures, it speaks of each in turn. One of: ${COMPLETION-CANDIDATES}.")
    private List<String> dialects = new ArrayList<>();

    void paths(List<String> given) {
        paths = new ArrayList<>(given);
    }

    int count() {
        return paths.size();
    }

    String path(int index) {
        return paths.get(index);
    }

    boolean hasStdin() {
        return paths.contains(Capture.STDIN);
    }

    /** Refuses what can be refused without reading anything. */
    void check() {
        if (paths.stream().filter(Capture.STDIN::equals).count() > 1) {
            throw usage("standard input (-) can be read only once");
        }
        if (dialects.size() > 1 && dialects.size() != paths.size()) {
            throw usage("--dialect is given " + dialects.size() + " times for " + paths.size()
                    + " captures: give it once for all or once for each");
        }
        for (String dialect : dialects) {
            if (!dialect.equals(AUTO) && Formats.byId(dialect).isEmpty()) {
                throw usage("no dialect is called '" + dialect + "'; there are: " + String.join(", ", new Dialects()));
            }
        }
    }

    /** Refuses to write over what is read. */
    void checkOutput(String output) throws IOException {
        for (String path : paths) {
            if (isSame(path, output)) {
                throw usage(path + " cannot be read and written over at once");
            }
        }
    }

    private static boolean isSame(String path, String output) throws IOException {
        try {
            return !path.equals(Capture.STDIN)
                    && Files.isRegularFile(Path.of(path))
                    && Files.exists(Path.of(output))
                    && Files.isSameFile(Path.of(path), Path.of(output));
        } catch (InvalidPathException e) {
            // opening it says so
            return false;
        }
    }

    /** What is said of a wrong use of the command that these options belong to. */
    ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("not part of a command: " + message);
        }
        return new ParameterException(spec.commandLine(), message);
    }

    /** Opens all captures; the caller closes them. */
    OpenCaptures open(Console console) throws IOException {
        return open(console, 0, paths.size());
    }

    /** Opens all captures, and those in the directories and bundles among them; the caller closes them. */
    OpenCaptures openWithDirectories(Console console) throws IOException {
        List<String> found = new ArrayList<>();
        for (String path : paths) {
            if (!path.equals(Capture.STDIN) && Files.isDirectory(Path.of(path))) {
                found.addAll(CaptureFolder.ofOneRun(Path.of(path)));
            } else if (!path.equals(Capture.STDIN) && Bundle.isBundle(Path.of(path))) {
                Path capture = Files.createTempFile("forgetmenot", ".ndjson");
                capture.toFile().deleteOnExit();
                Bundle.extract(Path.of(path), capture);
                found.add(capture.toString());
            } else {
                found.add(path);
            }
        }
        paths = found;
        check();
        return open(console);
    }

    /** Opens one capture; the caller closes it. */
    OpenCaptures open(Console console, int index) throws IOException {
        return open(console, index, index + 1);
    }

    private OpenCaptures open(Console console, int from, int to) throws IOException {
        List<Capture> captures = new ArrayList<>();
        try {
            for (int i = from; i < to; i++) {
                captures.add(Capture.open(paths.get(i), dialect(i), console.in()));
            }
        } catch (IOException | RuntimeException e) {
            new OpenCaptures(captures, console).close();
            throw e;
        }
        return new OpenCaptures(captures, console);
    }

    private @Nullable String dialect(int index) {
        if (dialects.isEmpty()) {
            return null;
        }
        String dialect = dialects.get(dialects.size() == 1 ? 0 : index);
        return dialect.equals(AUTO) ? null : dialect;
    }
}
