// SPDX-License-Identifier: Apache-2.0
package org.mqecn.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;

/** The units of systemd and the rule of udev. The tests of packages boot guests with them. */
@Tag("tools")
final class SystemdUnitTest {
    private static final Path UNITS = Path.of("cli");

    @TempDir
    private Path folder;

    private static CommandResult run(List<String> words) {
        return new CommandRunner().capture(Command.of(words), Path.of(""));
    }

    /** mqecn itself need not be installed here. */
    @ParameterizedTest
    @ValueSource(strings = {"mqecn-rank.service", "mqecn-port@.service", "mqecn-exporter.service"})
    void unitsAreValid(String unit) {
        CommandResult result = run(List.of(
                "systemd-analyze", "verify", "--man=no", UNITS.resolve(unit).toString()));
        assertEquals(
                List.of(),
                (result.output() + result.errors())
                        .lines()
                        .filter(line -> line.contains(unit.substring(0, unit.indexOf('.'))))
                        .filter(line -> !line.contains("Command mqecn is not executable"))
                        .toList());
    }

    /** The unit of rules needs no JVM, and comes back after nftables.service, which deletes all tables. */
    @Test
    void rulesAreRestoredByNft() throws IOException {
        String unit = Files.readString(UNITS.resolve("mqecn-rank.service"));
        List<String> programs = unit.lines()
                .filter(line -> line.startsWith("Exec"))
                .map(line -> line.replaceFirst("^\\w+=(\\S+) .*", "$1"))
                .distinct()
                .toList();
        assertEquals(List.of("nft", "install"), programs);
        for (String setting : List.of("After=", "PartOf=", "ReloadPropagatedFrom=", "WantedBy=")) {
            assertTrue(
                    unit.lines().anyMatch(line -> line.startsWith(setting) && line.contains("nftables.service")),
                    setting);
        }
    }

    /** The rule starts a unit for the devices that a file names, and for no others. */
    @ParameterizedTest
    @CsvSource({
        "eth1, true",
        "eth10, true",
        "eth0.7, true",
        "veth-a, true",
        "eth2, true",
        "eth0, false",
        "eth, false",
        "eth3, false",
        "eth100, false",
        "eth4, false"
    })
    void ruleFindsDevicesInFiles(String device, boolean expected) throws IOException {
        Files.writeString(
                folder.resolve("a.yaml"), "ports:\n  eth1: {qdisc: eiffel} # not eth3\n  'eth10': {qdisc: x}\n");
        Files.writeString(folder.resolve("b.yaml"), "ports: {eth0.7: {qdisc: x}, veth-a: {qdisc: x}, eth2: {}}\n");
        Files.writeString(folder.resolve("c.txt"), "ports: {eth4: {qdisc: x}}\n");
        Matcher program = Pattern.compile("PROGRAM!=\"(/bin/grep .*?)\"")
                .matcher(Files.readString(UNITS.resolve("90-mqecn-port.rules")));
        assertTrue(program.find());
        List<String> words = Arrays.stream(program.group(1)
                        .replace("$name", device)
                        .replace("$$", "$")
                        .replace("/etc/mqecn/ports.d", folder.toString())
                        .split(" "))
                .toList();
        assertEquals(expected, run(words).succeeded(), words.toString());
    }
}
