// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.report.Words;

/** The captures in a directory: those files that some dialect knows. */
final class CaptureFolder {
    /** Files that are looked at: a directory of more is none of one run. */
    private static final int FILES_MAX = 1000;

    /** The two sides of a run. */
    private static final int MERGED_MAX = 2;

    private static final int NAMED_MAX = 10;

    private CaptureFolder() {}

    /** The names of the captures, if they are no more than the sides of one run. */
    static List<String> ofOneRun(Path directory) throws IOException {
        List<String> captures = captures(directory);
        if (captures.size() > MERGED_MAX) {
            throw new CaptureException(directory + ": holds " + captures.size() + " captures ("
                    + captures.stream().limit(NAMED_MAX).map(Words::baseName).collect(Collectors.joining(", "))
                    + (captures.size() > NAMED_MAX ? ", ..." : "")
                    + "); name two of them, a kernel's and its server's, or one");
        }
        return captures;
    }

    /** The names of the captures, in order. */
    private static List<String> captures(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(directory)) {
            files = entries.filter(Files::isRegularFile)
                    .limit(FILES_MAX)
                    .sorted()
                    .toList();
        }
        List<String> captures = new ArrayList<>();
        for (Path file : files) {
            if (isCapture(file)) {
                captures.add(file.toString());
            }
        }
        if (captures.isEmpty()) {
            throw new CaptureException(directory + ": holds no file that is a capture that forgetmenot knows");
        }
        return captures;
    }

    private static boolean isCapture(Path file) throws IOException {
        try (Capture capture = Capture.open(file.toString(), null, InputStream.nullInputStream())) {
            return capture.sizeBytes() != 0;
        } catch (CaptureException e) {
            return false;
        }
    }
}
