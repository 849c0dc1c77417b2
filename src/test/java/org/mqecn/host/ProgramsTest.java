// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.value.UserError;

final class ProgramsTest {
    @Test
    void namesThePackagesOfMissingPrograms() {
        UserError one = Programs.missing(List.of("fping"), "on h1");
        assertEquals("the program fping is missing on h1", one.getMessage());
        assertEquals("'apt-get install fping' installs it", one.remedy());
        UserError two = Programs.missing(List.of("tc", "ip", "sysctl"), "");
        assertEquals("programs are missing: tc, ip, sysctl", two.getMessage());
        assertEquals("'apt-get install iproute2 procps' installs them", two.remedy());
        UserError unknown = Programs.missing(List.of("my-own-server"), "");
        assertEquals("install the program, or add its folder to PATH", unknown.remedy());
    }

    @Test
    void requiresAllPrograms() {
        Programs.require(List.of("sh", "/bin/sh"));
        UserError error = assertThrows(UserError.class, () -> Programs.require(List.of("sh", "nosuch", "nosuch")));
        assertEquals("the program nosuch is missing", error.getMessage());
    }

    @Test
    void hasTheResultsOfAShell(@TempDir Path folder) throws IOException {
        assertEquals(Optional.empty(), Programs.unrunnable("sh"));
        assertEquals(127, Programs.unrunnable("nosuch").orElseThrow().exitStatus());
        Path file = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");
        assertEquals(126, Programs.unrunnable(file.toString()).orElseThrow().exitStatus());
        assertFalse(Programs.isInstalled(file.toString()));
        assertTrue(file.toFile().setExecutable(true));
        assertTrue(Programs.isInstalled(file.toString()));
        assertFalse(Programs.isInstalled(folder.toString()));
    }
}
