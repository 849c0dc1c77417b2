// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;

/** The unit that restores saved rules at boot. {@link RankLabTest} tests its command. */
@Tag("tools")
final class SystemdUnitTest {
    private static final Path UNIT = Path.of("cli/mqecn-rank.service");

    @TempDir
    private Path folder;

    @Test
    @DisplayName("is valid")
    void verified() throws IOException {
        Path unit = Files.writeString(
                folder.resolve(UNIT.getFileName()),
                Files.readString(UNIT)
                        .replace("@BIN@", UNIT.toAbsolutePath().getParent().toString()));
        CommandResult result = new CommandRunner()
                .capture(Command.of("systemd-analyze", "verify", "--man=no", unit.toString()), folder);
        assertEquals(
                List.of(),
                (result.output() + result.errors())
                        .lines()
                        .filter(line -> line.contains(UNIT.getFileName().toString()))
                        .toList());
        assertEquals(0, result.exitStatus(), result.errors());
    }
}
