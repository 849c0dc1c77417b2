// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.value.UserError;

/** Checks permissions and programs before anything is changed. */
final class Prerequisites {
    private Prerequisites() {}

    /**
     * Checks that commands can run.
     *
     * @throws UserError with all missing programs
     */
    static void check(LocalMachine machine, List<Command> commands) {
        machine.requireNetAdmin("change a testbed");
        List<String> missing = commands.stream()
                .flatMap(command -> programs(command.words()))
                .distinct()
                .filter(program -> !program.equals("mqecn") && !isInstalled(program))
                .toList();
        if (!missing.isEmpty()) {
            throw new UserError(
                    "programs are missing: " + String.join(", ", missing), "install them or add them to PATH");
        }
    }

    /** The program of a command, and the program that it runs in turn. */
    private static Stream<String> programs(List<String> words) {
        if (words.size() > 4 && words.subList(0, 3).equals(List.of("ip", "netns", "exec"))) {
            return Stream.concat(Stream.of(words.get(0)), programs(words.subList(4, words.size())));
        }
        if (words.get(0).equals("env")) {
            return programs(
                    words.stream().skip(1).dropWhile(word -> word.contains("=")).toList());
        }
        return Stream.of(words.get(0));
    }

    private static boolean isInstalled(String program) {
        return program.contains("/")
                ? Files.isExecutable(Path.of(program))
                : Arrays.stream(Optional.ofNullable(System.getenv("PATH"))
                                .orElse("")
                                .split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
