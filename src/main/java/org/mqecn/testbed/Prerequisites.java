// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.List;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.Programs;

/** Checks permissions and programs before anything is changed. */
final class Prerequisites {
    private Prerequisites() {}

    /**
     * Checks that commands can run.
     *
     * @throws org.mqecn.value.UserError with all missing programs
     */
    static void check(LocalMachine machine, List<Command> commands) {
        machine.requireNetAdmin("change a testbed");
        Programs.require(commands.stream()
                .flatMap(command -> programs(command.words()))
                .filter(program -> !program.equals("mqecn"))
                .toList());
    }

    /** The program of a command, and those that it runs in turn. */
    private static Stream<String> programs(List<String> words) {
        if (words.size() > 4 && words.subList(0, 3).equals(List.of("ip", "netns", "exec"))) {
            return Stream.concat(Stream.of(words.get(0)), programs(words.subList(4, words.size())));
        }
        if (words.get(0).equals("env")) {
            return programs(
                    words.stream().skip(1).dropWhile(word -> word.contains("=")).toList());
        }
        if (words.get(0).equals("start-stop-daemon") && words.contains("--")) {
            return Stream.concat(
                    Stream.of(words.get(0)), programs(words.subList(words.indexOf("--") + 1, words.size())));
        }
        return Stream.of(words.get(0));
    }
}
