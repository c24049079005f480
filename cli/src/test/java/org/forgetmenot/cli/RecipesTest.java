// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes are complete, and what they name exists. */
class RecipesTest {
    static Stream<String> names() {
        return RecipesCommand.NAMES.stream();
    }

    @Test
    void theListIsWhatThereIs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/org/forgetmenot/cli/recipes"))) {
            Set<String> found = files.map(f -> f.getFileName().toString().replace(".txt", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(new TreeSet<>(RecipesCommand.NAMES), found);
        }
        assertEquals(
                RecipesCommand.NAMES.size(), Run.of("recipes").out().lines().count());
    }

    @ParameterizedTest
    @MethodSource("names")
    void aRecipeHasCommandsAndSaysWhatTheyShow(String name) {
        Run run = Run.of("recipes", name);
        assertEquals(0, run.code());
        assertTrue(run.out().contains("\n  forgetmenot "), run.out());
        for (String part : new String[] {"Shows: ", "oes not show: ", "\nRun: "}) {
            assertTrue(run.out().contains(part), part + " in " + run.out());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void theScriptsAndRecipesItNamesExist(String name) throws IOException {
        for (String word : RecipesCommand.text(name).split("\\s+")) {
            if (word.startsWith("samples/")) {
                assertTrue(Files.exists(Path.of("..").resolve(word)), word);
            }
        }
        for (String line : RecipesCommand.text(name).lines().toList()) {
            if (line.startsWith("Better: forgetmenot recipes ")) {
                assertTrue(RecipesCommand.NAMES.contains(line.substring(line.lastIndexOf(' ') + 1)), line);
            }
        }
    }

    @Test
    void anUnknownNameIsMisuse() {
        Run run = Run.of("recipes", "virtiofs");
        assertEquals(2, run.code());
        assertTrue(run.err().contains("guest-kernel"), run.err());
    }
}
