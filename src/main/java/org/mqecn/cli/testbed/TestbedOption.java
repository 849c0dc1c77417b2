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

/** Which testbed is meant. */
final class TestbedOption {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE|NAME",
            description = "The testbed's file, or the name of one that is up or ships with mqecn "
                    + "(default: the one that is up).")
    private String file = "";

    private final LocalMachine machine = LocalMachine.current();

    /** The testbeds of a machine. */
    static TestbedManager testbedsOf(LocalMachine machine) {
        return new TestbedManager(machine, applied -> TestbedFile.read(applied).testbed());
    }

    TestbedManager testbeds() {
        return testbedsOf(machine);
    }

    /** Whether none is named and none is up. */
    boolean isEmpty() {
        return file.isEmpty() && testbeds().names().isEmpty();
    }

    LocalMachine machine() {
        return machine;
    }

    /** What is to be brought up: a shipped file goes before what an earlier one of its name left. */
    TestbedFile desiredFile() {
        return file.isEmpty() ? activeFile() : read(List.of(shippedFolder()), true);
    }

    /** What is looked at: one that is up goes before the file of its name. */
    TestbedFile activeFile() {
        return file.isEmpty() ? read(onlyActiveName()) : read(List.of(shippedFolder()), false);
    }

    /**
     * Where the things of the testbed that is looked at are.
     *
     * @throws UserError where it has no host or switch of that name
     */
    TestbedLayout requireNode(String node) {
        Testbed testbed = activeFile().testbed();
        TestbedLayout layout = new TestbedLayout(testbed, machine);
        if (!layout.nodes().contains(node)) {
            throw UserError.usage(
                    "testbed " + testbed.name() + " has no host '" + node + "'", Suggestion.of(node, layout.nodes()));
        }
        return layout;
    }

    /**
     * The name of the testbed that is looked at.
     *
     * @throws UserError where that host is none of its virtual machines
     */
    String requireVirtualMachine(String host) {
        TestbedLayout layout = requireNode(host);
        if (!layout.isVirtualMachine(host)) {
            throw UserError.usage(
                    host + " is no virtual machine",
                    Suggestion.of(
                            host,
                            layout.nodes().stream()
                                    .filter(layout::isVirtualMachine)
                                    .toList()));
        }
        return layout.testbed();
    }

    /** The name of what is to be taken down; its file need not be readable any more. */
    String testbedName() {
        if (file.isEmpty()) {
            return onlyActiveName();
        }
        return testbeds().names().contains(file)
                ? file
                : desiredFile().testbed().name();
    }

    private Path shippedFolder() {
        return machine.home().resolve("testbeds");
    }

    private TestbedFile read(List<Path> shipped, boolean shippedFirst) {
        List<Path> folders = new ArrayList<>(shipped);
        testbeds()
                .appliedFile(file)
                .map(Path::getParent)
                .ifPresent(up -> folders.add(shippedFirst ? folders.size() : 0, up));
        return TestbedFile.read(TestbedFile.find(file, folders));
    }

    private TestbedFile read(String name) {
        return TestbedFile.read(testbeds()
                .appliedFile(name)
                .orElseThrow(() -> new UserError(
                        "testbed " + name + " did not come up whole, so that its file is not known",
                        "name the file: -f FILE, or 'mqecn testbed down -f " + name + "'")));
    }

    private String onlyActiveName() {
        List<String> names = testbeds().names();
        if (names.size() == 1) {
            return names.get(0);
        }
        throw UserError.usage(
                names.isEmpty() ? "no testbed is up" : "more than one testbed is up",
                names.isEmpty() ? "name one: -f FILE" : "name one: -f " + String.join(", -f ", names));
    }
}
