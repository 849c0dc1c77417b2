// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Commands as they are typed for one network namespace.
 *
 * @param namespace its name; empty for the machine's own
 */
public record NetnsCommands(String namespace) {
    /** {@code ip -n h1 WORDS}. */
    public Command ip(String... words) {
        return Command.of(command("ip", Arrays.asList(words)));
    }

    /** {@code tc -n h1 WORDS}. */
    public Command tc(List<String> words) {
        return Command.of(command("tc", words));
    }

    private List<String> command(String program, List<String> words) {
        List<String> all = new ArrayList<>(List.of(program));
        if (!namespace.isEmpty()) {
            all.addAll(List.of("-n", namespace));
        }
        all.addAll(words);
        return all;
    }

    /** Any other command, run in the namespace. */
    public Command exec(Command command) {
        if (namespace.isEmpty()) {
            return command;
        }
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(command.words());
        return new Command(words, command.input());
    }

    /** A name for people: {@code h1: eth0}, the namespace left out where it is the machine's own. */
    public String label(String device) {
        return namespace.isEmpty() ? device : namespace + " " + device;
    }
}
