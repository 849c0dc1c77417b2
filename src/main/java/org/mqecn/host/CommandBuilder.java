// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mqecn.netlink.Netns;

/** The commands that change the network, as typed for one network namespace. */
public final class CommandBuilder {
    private final LocalMachine machine;
    private final String namespace;

    /** @param namespace name of a network namespace; empty for the one that mqecn runs in */
    public CommandBuilder(LocalMachine machine, String namespace) {
        this.machine = machine;
        this.namespace = namespace;
    }

    /** tc, with the checkout's plugin where there is one: only it makes tc understand dwrr. */
    public List<String> tc(String... words) {
        List<String> command = new ArrayList<>();
        Path plugins = machine.home().resolve("kmod/tc");
        String chosen = System.getenv("TC_LIB_DIR");
        if (hasPlugin(plugins) && (chosen == null || !hasPlugin(Path.of(chosen)))) {
            command.addAll(List.of("env", "TC_LIB_DIR=" + plugins));
        }
        return append(command, withNamespaceOption("tc"), words);
    }

    private static boolean hasPlugin(Path folder) {
        return Files.exists(folder.resolve("q_dwrr.so"));
    }

    public List<String> ip(String... words) {
        return append(new ArrayList<>(), withNamespaceOption("ip"), words);
    }

    public List<String> ethtool(String... words) {
        return append(new ArrayList<>(), insideNamespace("ethtool"), words);
    }

    public List<String> sysctl(String... words) {
        return append(new ArrayList<>(), insideNamespace("sysctl"), words);
    }

    /** nft, which finds control groups below /sys: {@code ip netns exec} would hide them from it. */
    public List<String> nft(String... words) {
        return append(
                new ArrayList<>(),
                namespace.isEmpty() ? List.of("nft") : List.of("nsenter", "--net=" + Netns.path(namespace), "nft"),
                words);
    }

    private List<String> withNamespaceOption(String program) {
        return namespace.isEmpty() ? List.of(program) : List.of(program, "-n", namespace);
    }

    private List<String> insideNamespace(String program) {
        return namespace.isEmpty() ? List.of(program) : List.of("ip", "netns", "exec", namespace, program);
    }

    private static List<String> append(List<String> command, List<String> program, String... words) {
        command.addAll(program);
        command.addAll(Arrays.asList(words));
        return command;
    }
}
