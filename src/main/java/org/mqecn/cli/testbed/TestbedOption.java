// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.TestbedManager;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.TestbedFile;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;
import picocli.CommandLine.Option;

/** The {@code --file} option: selects a testbed by file or name. */
final class TestbedOption {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE|NAME",
            description = "Testbed file, or name of a running or bundled testbed (default: the running one).")
    private String file = "";

    private final LocalMachine machine = LocalMachine.current();

    static TestbedManager managerOf(LocalMachine machine) {
        return new TestbedManager(machine, applied -> TestbedFile.read(applied).testbed());
    }

    TestbedManager manager() {
        return managerOf(machine);
    }

    /** Whether no testbed is named and none is running. */
    boolean isEmpty() {
        return file.isEmpty() && manager().names().isEmpty();
    }

    LocalMachine machine() {
        return machine;
    }

    /** Returns the file to bring up: a bundled file takes precedence over the file that a running testbed was created from. */
    TestbedFile desiredFile() {
        return file.isEmpty() ? activeFile() : read(List.of(shippedFolder()), true);
    }

    /** Returns the file to inspect: a running testbed takes precedence over a bundled file of the same name. */
    TestbedFile activeFile() {
        return file.isEmpty() ? read(onlyActiveName()) : read(List.of(shippedFolder()), false);
    }

    /**
     * Returns the layout of the testbed to inspect.
     *
     * @throws UserError if it has no host or switch of that name
     */
    TestbedLayout requireNode(String node) {
        Testbed testbed = activeFile().testbed();
        TestbedLayout layout = new TestbedLayout(testbed, machine);
        if (!layout.nodes().contains(node)) {
            throw new UserError(
                    "testbed " + testbed.name() + " has no host '" + node + "'", Suggestion.of(node, layout.nodes()));
        }
        return layout;
    }

    /**
     * Returns the name of the testbed to inspect.
     *
     * @throws UserError if the host is not one of its virtual machines
     */
    String requireVirtualMachine(String host) {
        TestbedLayout layout = requireNode(host);
        if (!layout.isVirtualMachine(host)) {
            throw UserError.usage(
                    host + " is not a virtual machine",
                    Suggestion.of(
                            host,
                            layout.nodes().stream()
                                    .filter(layout::isVirtualMachine)
                                    .toList()));
        }
        return layout.testbed();
    }

    /** Returns the name of the testbed to remove, whose file may no longer be readable. */
    String testbedName() {
        if (file.isEmpty()) {
            return onlyActiveName();
        }
        return manager().names().contains(file) ? file : desiredFile().testbed().name();
    }

    private Path shippedFolder() {
        return machine.home().resolve("testbeds");
    }

    private TestbedFile read(List<Path> shipped, boolean shippedFirst) {
        List<Path> folders = new ArrayList<>(shipped);
        manager()
                .appliedFile(file)
                .map(Path::getParent)
                .ifPresent(up -> folders.add(shippedFirst ? folders.size() : 0, up));
        return TestbedFile.read(TestbedFile.find(file, folders));
    }

    private TestbedFile read(String name) {
        return TestbedFile.read(manager()
                .appliedFile(name)
                .orElseThrow(() -> new UserError(
                        "testbed " + name + " is incomplete and its file unknown",
                        "name the file with -f FILE, or remove it with 'mqecn testbed down -f " + name + "'")));
    }

    private String onlyActiveName() {
        List<String> names = manager().names();
        if (names.size() == 1) {
            return names.get(0);
        }
        if (names.isEmpty()) {
            throw new UserError("no testbed is running", "name one: -f FILE");
        }
        throw UserError.usage("more than one testbed is running", "name one: -f " + String.join(", -f ", names));
    }
}
