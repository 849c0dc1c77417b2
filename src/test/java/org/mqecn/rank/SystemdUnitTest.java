// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;

/** The unit that restores saved rules at boot. {@link RankLabTest} tests its command. */
@Tag("tools")
final class SystemdUnitTest {
    private static final Path UNIT = Path.of("cli/mqecn-rank.service");

    @Test
    @DisplayName("is valid")
    void verified() {
        CommandResult result = new CommandRunner()
                .capture(Command.of("systemd-analyze", "verify", "--man=no", UNIT.toString()), Path.of(""));
        assertEquals(
                List.of(),
                (result.output() + result.errors())
                        .lines()
                        .filter(line -> line.contains(UNIT.getFileName().toString()))
                        .toList());
        assertEquals(0, result.exitStatus(), result.errors());
    }

    @Test
    @DisplayName("needs no JVM, and comes back after nftables.service, which deletes all tables")
    void commands() throws IOException {
        String unit = Files.readString(UNIT);
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
}
