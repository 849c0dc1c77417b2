// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.netlink.Netns;

/**
 * Builds commands that run in one network namespace.
 *
 * @param namespace name of the network namespace; empty for the one that mqecn runs in
 */
public record NetnsCommands(String namespace) {
    /** {@code ip -n h1 ARGUMENTS}. */
    public Command ip(String... arguments) {
        return ip(List.of(arguments));
    }

    public Command ip(List<String> arguments) {
        return withNamespaceOption(List.of("ip"), arguments);
    }

    /** {@code tc -n h1 ARGUMENTS}, for the qdiscs of iproute2 alone. */
    public Command tc(List<String> arguments) {
        return withNamespaceOption(List.of("tc"), arguments);
    }

    /** {@code tc} with the plugins of the checkout if they are built: without a plugin, tc does not know dwrr. */
    public Command tcWithPlugins(LocalMachine machine, List<String> arguments) {
        Path plugins = machine.home().resolve("kmod/tc");
        String environment = System.getenv("TC_LIB_DIR");
        boolean isSet = environment != null && hasPlugins(Path.of(environment));
        return withNamespaceOption(
                hasPlugins(plugins) && !isSet ? List.of("env", "TC_LIB_DIR=" + plugins, "tc") : List.of("tc"),
                arguments);
    }

    private static boolean hasPlugins(Path folder) {
        return Files.exists(folder.resolve("q_dwrr.so"));
    }

    private Command withNamespaceOption(List<String> program, List<String> arguments) {
        List<String> words = new ArrayList<>(program);
        if (!namespace.isEmpty()) {
            words.addAll(List.of("-n", namespace));
        }
        words.addAll(arguments);
        return Command.of(words);
    }

    /** nft finds control groups below /sys: {@code ip netns exec} would mount another /sys. */
    public Command nft(String... arguments) {
        List<String> words = new ArrayList<>();
        if (!namespace.isEmpty()) {
            words.addAll(List.of("nsenter", "--net=" + Netns.path(namespace)));
        }
        words.add("nft");
        words.addAll(List.of(arguments));
        return Command.of(words);
    }

    /** Any other command: {@code ip netns exec h1 COMMAND}. */
    public Command exec(Command command) {
        if (namespace.isEmpty()) {
            return command;
        }
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(command.words());
        return new Command(words, command.input());
    }

    /** {@link #exec(Command)} of a command without input. */
    public Command exec(String... words) {
        return exec(Command.of(words));
    }
}
