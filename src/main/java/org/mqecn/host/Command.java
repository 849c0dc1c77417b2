// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A command as a person could type it.
 *
 * @param words program and arguments, none of them for a shell to look into
 * @param input what it reads from its standard input; empty for nothing
 */
public record Command(List<String> words, String input) {
    private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";
    private static final String END = "EOF";

    public Command {
        words = List.copyOf(words);
    }

    public static Command of(String... words) {
        return new Command(List.of(words), "");
    }

    public static Command of(List<String> words) {
        return new Command(words, "");
    }

    /** A file's text, written by {@code tee}, so that it can be typed. */
    public static Command write(String file, String text) {
        return new Command(List.of("tee", file), text.endsWith("\n") ? text : text + "\n");
    }

    /** The line for a shell, with a here-document where there is input. */
    public String line() {
        return input.isEmpty() ? summary() : summary() + " >/dev/null <<'" + end() + "'\n" + input + end();
    }

    /** The line for a shell without what it reads. */
    String summary() {
        return words.stream().map(Command::quoted).collect(Collectors.joining(" "));
    }

    /** Ends a here-document: a line that is not in it. */
    private String end() {
        String end = END;
        while (input.lines().anyMatch(end::equals)) {
            end = end + "_";
        }
        return end;
    }

    private static String quoted(String word) {
        return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
