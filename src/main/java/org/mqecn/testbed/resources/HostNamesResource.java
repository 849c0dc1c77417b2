// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.host.SmallFile;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;
import org.mqecn.topology.Testbed;

/**
 * The hosts(5) files of the namespaces of a testbed, all with the same text. {@code ip netns exec} shows a command the
 * file of its namespace as {@code /etc/hosts}.
 */
public record HostNamesResource(String testbed, List<String> namespaces, String text) implements Resource {
    private static final String LOCALHOST = "127.0.0.1 localhost\n::1 localhost\n";

    public HostNamesResource {
        namespaces = List.copyOf(namespaces);
    }

    public static HostNamesResource of(Testbed testbed, TestbedLayout layout) {
        return new HostNamesResource(
                testbed.name(),
                layout.namespaceNodes().stream().map(layout::namespace).toList(),
                LOCALHOST + String.join("\n", HostNames.lines(testbed)) + "\n");
    }

    @Override
    public String name() {
        return "names of hosts";
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        List<Optional<String>> files = state.isEmpty()
                ? List.of()
                : namespaces.stream()
                        .map(namespace -> SmallFile.read(HostNamesType.file(state.machine(), namespace)))
                        .toList();
        if (files.stream().allMatch(Optional::isEmpty)) {
            return namespaces.isEmpty() ? ResourceStatus.IN_SYNC : ResourceStatus.MISSING;
        }
        return ResourceStatus.ofDifferences(Stream.iterate(0, i -> i < files.size(), i -> i + 1)
                .filter(i -> !files.get(i).equals(Optional.of(text.strip())))
                .map(i -> HostNamesType.file(namespaces.get(i))
                        + (files.get(i).isEmpty() ? ": missing" : ": has other names or addresses"))
                .toList());
    }

    /** All files are written by one process. */
    @Override
    public List<Command> create(ObservedState state) {
        return List.of(
                Command.of(Stream.concat(
                                Stream.of("mkdir", "-p"), namespaces.stream().map(HostNamesType::folder))
                        .toList()),
                new Command(
                        Stream.concat(Stream.of("tee"), namespaces.stream().map(HostNamesType::file))
                                .toList(),
                        text));
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return create(state);
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return namespaces.isEmpty() ? Optional.empty() : Optional.of(HostNamesType.of(testbed, namespaces));
    }
}
