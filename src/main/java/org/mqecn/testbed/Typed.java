// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mqecn.host.Command;

/**
 * Commands as they are typed for one network namespace.
 *
 * @param namespace its name; empty for the machine's own
 */
public record Typed(String namespace) {
    /** {@code ip -n h1 WORDS}. */
    public Command ip(String... words) {
        return Command.of(with("ip", Arrays.asList(words)));
    }

    /** {@code tc -n h1 WORDS}. */
    public Command tc(List<String> words) {
        return Command.of(with("tc", words));
    }

    private List<String> with(String program, List<String> words) {
        List<String> all = new ArrayList<>(List.of(program));
        if (!namespace.isEmpty()) {
            all.addAll(List.of("-n", namespace));
        }
        all.addAll(words);
        return all;
    }

    /** Any other command, run in the namespace. */
    public Command inside(Command command) {
        if (namespace.isEmpty()) {
            return command;
        }
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(command.words());
        return new Command(words, command.input());
    }

    /** A name for people: {@code h1: eth0}, the namespace left out where it is the machine's own. */
    public String name(String device) {
        return namespace.isEmpty() ? device : namespace + " " + device;
    }
}
