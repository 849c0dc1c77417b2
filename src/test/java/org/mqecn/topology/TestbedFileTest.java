// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.UserError;

final class TestbedFileTest {
    private static final Path SHIPPED = Path.of("testbeds");

    @Test
    void nameDefaultsToTheFileName() {
        assertEquals(
                "star",
                TestbedFile.of("some/where/star.yaml", "star: {hosts: 2}")
                        .testbed()
                        .name());
        assertEquals(
                "lab",
                TestbedFile.of("star.yaml", "{name: lab, star: {hosts: 2}}")
                        .testbed()
                        .name());
        UserError error = assertThrows(UserError.class, () -> TestbedFile.of("My Star.yaml", "star: {hosts: 2}")
                .testbed());
        assertTrue(error.getMessage().contains("'My Star' cannot be the name of a testbed"), error.getMessage());
        assertTrue(error.isUsage());
    }

    @Test
    void throwsTheFirstErrorAndCountsTheOthers() {
        UserError error =
                assertThrows(UserError.class, () -> TestbedFile.of("lab.yaml", "star: {hosts: 1, rate: 5, base-rtt: 6}")
                        .testbed());
        assertEquals("lab.yaml:1:15: hosts 1 is out of range", error.getMessage());
        assertEquals("the range is 2 to 1024; 'mqecn validate lab.yaml' shows the other 2", error.remedy());
    }

    @Test
    void findsFilesByPathOrName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "star: {hosts: 2}");
        List<Path> folders = List.of(folder, SHIPPED);
        assertEquals(file, TestbedFile.find(file.toString(), folders));
        assertEquals(file, TestbedFile.find("mine", folders));
        assertEquals(SHIPPED.resolve("video.yaml"), TestbedFile.find("video", folders));
        assertTrue(assertThrows(UserError.class, () -> TestbedFile.find("vidoe", folders))
                .remedy()
                .contains("did you mean 'video'?"));
        assertThrows(UserError.class, () -> TestbedFile.read(folder.resolve("missing.yaml")));
    }

    @Test
    void videoTestbedSwitchesToDwrr() throws IOException {
        String text = Files.readString(SHIPPED.resolve("video.yaml"));
        Testbed testbed = TestbedFile.of("video.yaml", replaced(text, "qdisc: red}", "qdisc: dwrr}"))
                .testbed();
        assertTrue(testbed.links().stream()
                .allMatch(link -> link.to().qdisc().uses(QdiscKind.DWRR)
                        && link.to().qdisc().rate().equals(link.rate())));
    }

    @Test
    void videoTestbedSwitchesToNamespaces() throws IOException {
        String text = Files.readString(SHIPPED.resolve("video.yaml"));
        Testbed machines = TestbedFile.of("video.yaml", text).testbed();
        Testbed namespaces = TestbedFile.of("video.yaml", replaced(text, "kind: vm,", "kind: namespace,"))
                .testbed();
        assertEquals(
                4,
                machines.hosts().stream()
                        .filter(host -> host.virtualMachine().isPresent())
                        .count());
        assertEquals(
                0,
                namespaces.hosts().stream()
                        .filter(host -> host.virtualMachine().isPresent())
                        .count());
        assertEquals(machines.links(), namespaces.links());
    }

    /** YAML 1.1 reads off and on as booleans; here they are words, quoted or not. */
    @ParameterizedTest
    @CsvSource({"off,OFF", "\"off\",OFF", "software,SOFTWARE", "on,ON", "'\"on\"',ON"})
    void gsoModeIsReadAsAWord(String word, GsoMode expected) {
        Testbed testbed = TestbedFile.of("lab.yaml", "star: {hosts: 2}\nhosts: {h1: {gso: " + word + "}}")
                .testbed();
        assertEquals(expected, testbed.hosts().get(0).stack().gso());
    }

    private static String replaced(String text, String word, String other) {
        assertEquals(text.indexOf(word), text.lastIndexOf(word), word + " occurs once");
        assertTrue(text.contains(word), word + " occurs");
        return text.replace(word, other);
    }
}
