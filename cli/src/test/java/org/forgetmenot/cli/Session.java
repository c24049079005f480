// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A shell session in a document: a fenced block that is marked {@code console}, whose lines after {@code $ } are commands
 * and the others what they print. Of a shell it knows what the documents need: arguments without blanks, a backslash at
 * the end of a line, and pipes into {@code head}, {@code tail} and {@code grep -E}.
 */
final class Session {
    private static final String BEGIN = "```console";
    private static final String END = "```";
    private static final String PROMPT = "$ ";
    private static final String COMMAND = "./forgetmenot ";
    /** Documents name files from the root of the tree; tests run in their module. */
    private static final String ROOT = "../";

    private Session() {}

    /** The document with what its commands print now. A session that has other commands than ours is left as it is. */
    static String renewed(String document) {
        List<String> lines = document.lines().toList();
        StringBuilder out = new StringBuilder();
        boolean inside = false;
        boolean ours = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.equals(BEGIN)) {
                inside = true;
            } else if (inside && line.equals(END)) {
                inside = false;
                ours = false;
            } else if (inside && line.startsWith(PROMPT)) {
                StringBuilder command = new StringBuilder(line.substring(PROMPT.length()));
                out.append(line).append('\n');
                while (command.charAt(command.length() - 1) == '\\') {
                    command.setLength(command.length() - 1);
                    line = lines.get(++i);
                    command.append(line.strip());
                    out.append(line).append('\n');
                }
                ours = command.indexOf(COMMAND) == 0;
                out.append(ours ? output(command.toString()) : "");
                continue;
            }
            if (!ours) {
                out.append(line).append('\n');
            }
        }
        return out.toString();
    }

    /** Every command of ours in a document, in its order. */
    static List<String> commands(String document) {
        return document.replaceAll("\\\\\n *", "")
                .lines()
                .filter(line -> line.startsWith(PROMPT + COMMAND))
                .map(line -> line.substring(PROMPT.length()))
                .toList();
    }

    private static String output(String command) {
        String[] stages = command.split(" \\| ");
        String text = run(stages[0]).out();
        for (int i = 1; i < stages.length; i++) {
            text = filtered(text, stages[i].strip());
        }
        return text;
    }

    /** Runs a command as a document has it, from the root of the tree. */
    static Run run(String command) {
        assertTrue(command.startsWith(COMMAND), command);
        List<String> arguments = new ArrayList<>();
        for (String argument : command.substring(COMMAND.length()).strip().split(" +")) {
            arguments.add(argument.startsWith("samples/") ? ROOT + argument : argument);
        }
        Run run = Run.of(arguments.toArray(String[]::new));
        return new Run(run.code(), run.out().replace(ROOT + "samples/", "samples/"), run.err());
    }

    private static String filtered(String text, String filter) {
        String[] words = filter.split(" ", 3);
        if (words[0].equals("grep") && words[1].equals("-E")) {
            Pattern pattern = Pattern.compile(words[2].substring(1, words[2].length() - 1));
            return joined(text.lines().filter(l -> pattern.matcher(l).find()).toList());
        }
        int count = Integer.parseInt(words[2]);
        List<String> lines = text.lines().toList();
        return switch (words[0] + " " + words[1]) {
            case "head -n" -> joined(lines.subList(0, Math.min(count, lines.size())));
            case "tail -n" -> joined(lines.subList(Math.max(0, lines.size() - count), lines.size()));
            case "head -c" -> text.substring(0, Math.min(count, text.length())) + "\n";
            default ->
                throw new IllegalArgumentException("a document has a filter that its test does not know: " + filter);
        };
    }

    private static String joined(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
