// SPDX-License-Identifier: Apache-2.0
package org.mqecn.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of commands in the documentation.
 *
 * <p>In Markdown it is a fenced block. {@code sh} holds commands alone; {@code console} holds commands after {@code $ },
 * each followed by its output. A comment on the line before the block marks special blocks:
 *
 * <pre>
 * &lt;!-- lab --&gt;                  the commands start guests themselves, so they run on the machine, without root
 * &lt;!-- not run: REASON --&gt;      REASON is one of {@link #REASONS}
 * </pre>
 *
 * In a manual page it is the text between {@code .nf} and {@code .fi} below EXAMPLES; the comment is {@code .\" lab}.
 *
 * @param line line number of the first command, from 1
 * @param inLab whether the commands start guests themselves
 * @param notRun reason why the block is not run
 */
record CommandBlock(Path file, int line, boolean inLab, Optional<String> notRun, List<DocumentedCommand> commands) {
    static final List<String> REASONS =
            List.of("needs a network card", "needs another machine", "takes minutes", "SlurmLabTest runs it");
    private static final Pattern FENCE = Pattern.compile("\\s*```(sh|console)\\s*");
    private static final Pattern COMMENT =
            Pattern.compile("<!-- (lab|not run: (.*)) -->|\\.\\\\\" (lab|not run: (.*))");

    /**
     * A command, which may have several lines.
     *
     * @param output what it prints, when the documentation shows it
     */
    record DocumentedCommand(int line, String text, Optional<String> output) {}

    static List<CommandBlock> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return file.toString().endsWith(".md") ? parseMarkdown(file, lines) : parseManual(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<CommandBlock> parseMarkdown(Path file, List<String> lines) {
        List<CommandBlock> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (!fence.matches()) {
                continue;
            }
            int end = i + 1;
            while (!lines.get(end).strip().equals("```")) {
                end++;
            }
            List<String> body = lines.subList(i + 1, end);
            blocks.add(block(
                    file,
                    i + 2,
                    i == 0 ? "" : lines.get(i - 1),
                    fence.group(1).equals("sh") ? script(i + 2, body) : session(i + 2, body)));
            i = end;
        }
        return blocks;
    }

    static List<CommandBlock> parseManual(Path file, List<String> lines) {
        List<CommandBlock> blocks = new ArrayList<>();
        int first = lines.indexOf(".SH EXAMPLES");
        for (int i = first + 1; first >= 0 && i < lines.size() && !lines.get(i).startsWith(".SH "); i++) {
            if (lines.get(i).equals(".nf")) {
                int end = i + lines.subList(i, lines.size()).indexOf(".fi");
                List<String> body = lines.subList(i + 1, end).stream()
                        .map(line ->
                                line.replace("\\-", "-").replace("\\e", "\\").replace("\\\\", "\\"))
                        .toList();
                blocks.add(block(file, i + 2, lines.get(i - 1), script(i + 2, body)));
                i = end;
            }
        }
        return blocks;
    }

    private static CommandBlock block(Path file, int line, String comment, List<DocumentedCommand> commands) {
        Matcher matcher = COMMENT.matcher(comment.strip());
        boolean marked = matcher.matches();
        String reason = !marked ? null : matcher.group(2) != null ? matcher.group(2) : matcher.group(4);
        return new CommandBlock(file, line, marked && reason == null, Optional.ofNullable(reason), commands);
    }

    private static List<DocumentedCommand> script(int line, List<String> body) {
        return List.of(new DocumentedCommand(line, String.join("\n", body), Optional.empty()));
    }

    private static List<DocumentedCommand> session(int first, List<String> body) {
        List<DocumentedCommand> commands = new ArrayList<>();
        for (int i = 0; i < body.size(); ) {
            if (!body.get(i).startsWith("$ ")) {
                throw new AssertionError("line " + (first + i) + ": a console block begins with '$ '");
            }
            int line = first + i;
            StringBuilder text = new StringBuilder(body.get(i++).substring(2));
            while (text.toString().endsWith("\\")
                    || i < body.size() && body.get(i).startsWith("> ")) {
                String next = body.get(i++);
                text.append('\n').append(next.startsWith("> ") ? next.substring(2) : next);
            }
            List<String> output = new ArrayList<>();
            while (i < body.size() && !body.get(i).startsWith("$ ")) {
                output.add(body.get(i++));
            }
            commands.add(new DocumentedCommand(
                    line,
                    text.toString(),
                    output.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", output))));
        }
        return commands;
    }

    String location(DocumentedCommand command) {
        return file + ":" + command.line();
    }
}
