// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.SmallFile;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;
import org.mqecn.topology.Testbed;

/**
 * The hosts(5) file of a namespace; those of a testbed have the same text. {@code ip netns exec} shows a command the file
 * of its namespace as {@code /etc/hosts}.
 *
 * @param first namespace of the testbed: the files of the others are copies of its file
 */
public record HostNamesResource(String testbed, String first, String namespace, String text) implements Resource {
    private static final String LOCALHOST = "127.0.0.1 localhost\n::1 localhost\n";

    /** One for each namespace. */
    public static List<HostNamesResource> of(Testbed testbed, TestbedLayout layout) {
        String text = LOCALHOST + String.join("\n", HostNames.lines(testbed)) + "\n";
        List<String> namespaces =
                layout.namespaceNodes().stream().map(layout::namespace).toList();
        return namespaces.stream()
                .map(namespace -> new HostNamesResource(testbed.name(), namespaces.get(0), namespace, text))
                .toList();
    }

    @Override
    public String name() {
        return HostNamesType.file(namespace);
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        Optional<String> file =
                state.isEmpty() ? Optional.empty() : SmallFile.read(HostNamesType.file(state.machine(), namespace));
        return file.isEmpty()
                ? ResourceStatus.MISSING
                : ResourceStatus.ofDifferences(
                        file.get().equals(text.strip()) ? List.of() : List.of("has other names or addresses"));
    }

    @Override
    public List<Command> create(ObservedState state) {
        return namespace.equals(first)
                ? List.of(
                        Command.of("mkdir", "-p", HostNamesType.folder(namespace)),
                        new Command(List.of("tee", HostNamesType.file(namespace)), text))
                : List.of(Command.of(
                        "install", "-D", "-m", "644", HostNamesType.file(first), HostNamesType.file(namespace)));
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return create(state);
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.of(HostNamesType.of(testbed, namespace));
    }
}
