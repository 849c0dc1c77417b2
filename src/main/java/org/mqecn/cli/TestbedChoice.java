// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.host.Machine;
import org.mqecn.port.Suggestion;
import org.mqecn.port.UserError;
import org.mqecn.testbed.Places;
import org.mqecn.testbed.Testbeds;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.TestbedFile;
import picocli.CommandLine.Option;

/** Which testbed is meant. */
final class TestbedChoice {
    @Option(names = {"-f", "--file"}, paramLabel = "FILE|NAME",
            description = "The testbed's file, or the name of one that is up or ships with mqecn "
                + "(default: the one that is up).")
    private String file = "";

    private final Machine machine = Machine.local();

    /** The testbeds of a machine. */
    static Testbeds of(Machine machine) {
        return new Testbeds(machine, applied -> TestbedFile.read(applied).testbed());
    }

    Testbeds testbeds() {
        return of(machine);
    }

    /** Whether none is named and none is up. */
    boolean isNothing() {
        return file.isEmpty() && testbeds().names().isEmpty();
    }

    Machine machine() {
        return machine;
    }

    /** What is to be brought up: a shipped file goes before what an earlier one of its name left. */
    TestbedFile wanted() {
        return file.isEmpty() ? present() : read(List.of(shipped()), true);
    }

    /** What is looked at: one that is up goes before the file of its name. */
    TestbedFile present() {
        return file.isEmpty() ? read(only()) : read(List.of(shipped()), false);
    }

    /**
     * Where the things of the testbed that is looked at are.
     *
     * @throws UserError where it has no host or switch of that name
     */
    Places placesWith(String node) {
        Testbed testbed = present().testbed();
        Places places = new Places(testbed, machine);
        if (!places.nodes().contains(node)) {
            throw UserError.usage("testbed " + testbed.name() + " has no host '" + node + "'",
                    Suggestion.among(node, places.nodes()));
        }
        return places;
    }

    /**
     * The name of the testbed that is looked at.
     *
     * @throws UserError where that host is none of its virtual machines
     */
    String nameWithMachine(String host) {
        Places places = placesWith(host);
        if (!places.isMachine(host)) {
            throw UserError.usage(host + " is no virtual machine",
                    Suggestion.among(host, places.nodes().stream().filter(places::isMachine).toList()));
        }
        return places.testbed();
    }

    /** The name of what is to be taken down; its file need not be readable any more. */
    String name() {
        if (file.isEmpty()) {
            return only();
        }
        return testbeds().names().contains(file) ? file : wanted().testbed().name();
    }

    private Path shipped() {
        return machine.home().resolve("testbeds");
    }

    private TestbedFile read(List<Path> shipped, boolean shippedFirst) {
        List<Path> folders = new ArrayList<>(shipped);
        testbeds().file(file).map(Path::getParent).ifPresent(up -> folders.add(shippedFirst ? folders.size() : 0, up));
        return TestbedFile.read(TestbedFile.locate(file, folders));
    }

    private TestbedFile read(String name) {
        return TestbedFile.read(testbeds().file(name).orElseThrow(() -> new UserError("testbed " + name
                + " did not come up whole, so that its file is not known",
                "name the file: -f FILE, or 'mqecn testbed down -f " + name + "'")));
    }

    private String only() {
        List<String> names = testbeds().names();
        if (names.size() == 1) {
            return names.get(0);
        }
        throw UserError.usage(names.isEmpty() ? "no testbed is up" : "more than one testbed is up",
                names.isEmpty() ? "name one: -f FILE" : "name one: -f " + String.join(", -f ", names));
    }
}
