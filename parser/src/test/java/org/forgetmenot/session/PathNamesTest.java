// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.forgetmenot.event.Text;
import org.junit.jupiter.api.Test;

class PathNamesTest {
    private final PathNames names = new PathNames();

    private static Text text(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        Text text = new Text();
        text.set(bytes, 0, bytes.length);
        return text;
    }

    @Test
    void aPathIsTheNamesFromTheRootOn() {
        names.found(5, 1, text("a"));
        names.found(6, 5, text("b"));
        assertEquals("/a/b", names.path(6));
        assertEquals("/a/b/c", names.path(6, text("c")));
        assertEquals("/x", names.path(1, text("x")));
        assertEquals("/", names.path(1));
    }

    @Test
    void aRenamedDirectoryTakesWhatIsBelowAlong() {
        names.found(5, 1, text("a"));
        names.found(6, 5, text("b"));
        names.renamed(1, "a", 1, "z");
        assertEquals("/z/b", names.path(6));
    }

    @Test
    void aNodeidThatComesBackIsAnotherFile() {
        names.found(5, 1, text("a"));
        names.forgotten(5);
        names.found(5, 1, text("b"));
        assertEquals("/b", names.path(5));
        names.renamed(1, "a", 1, "c");
        assertEquals("/b", names.path(5));
    }

    @Test
    void withoutNamesFilesAreCountedInTheirDirectory() {
        names.found(70, 1, text(""));
        names.found(90, 1, text(""));
        names.found(91, 90, text(""));
        assertEquals("/#2/#1", names.path(91));
        assertFalse(Operations.isNamed(names.path(91)));
        assertEquals("~1", names.path(1234), "from before the capture");
        assertTrue(Operations.isNamed("/a/#b"));
    }

    @Test
    void aCircleEnds() {
        names.found(5, 6, text("a"));
        names.found(6, 5, text("b"));
        assertTrue(names.path(6).length() < 10_000);
    }
}
