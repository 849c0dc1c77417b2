// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The kernel of a distribution")
class StockKernelTest {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("has the release that was installed, not the greatest one as text")
    void hasTheInstalledRelease() throws IOException {
        Files.createDirectories(folder.resolve("root/lib/modules/6.9.0-1-amd64"));
        Files.createDirectories(folder.resolve("root/lib/modules/6.10.0-1-amd64"));
        assertEquals(Optional.empty(), StockKernel.read(folder), "the installation is not complete");
        Files.writeString(folder.resolve("release"), "6.10.0-1-amd64\n");
        assertEquals("6.10.0-1-amd64", StockKernel.read(folder).orElseThrow().release());
    }

    /**
     * Runs debootstrap and chroot that do nothing, but the real apt, without any source: its words are those of a mirror
     * that does not have the kernel.
     */
    @Test
    @Tag("tools")
    @DisplayName("that the mirror does not have is reported with the words of apt, and leaves nothing in the cache")
    void reportsAPackageThatTheMirrorDoesNotHave() throws Exception {
        program("debootstrap", "mkdir -p \"$4/etc/apt/sources.list.d\"");
        program("unshare", "while [ \"$1\" != sh ]; do shift; done", "exec \"$@\"");
        program(
                "chroot",
                "shift",
                "[ \"$1\" != apt-get ] || exit 0",
                "exec \"$@\" --simulate -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts=/dev/null "
                        + "-o Dir::State::Lists=" + folder + " -o Dir::State::Status=/dev/null");
        Path cache = folder.resolve("cache");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.mqecn.cli.Main",
                "lab",
                "build",
                "--stock",
                "bookworm-backports");
        builder.environment().put("MQECN_CACHE", cache.toString());
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), output);
        assertTrue(output.contains("mqecn: cannot install Debian bookworm-backports: "), output);
        assertTrue(output.contains("\nE: "), output);
        assertTrue(output.contains("bookworm-backports' is invalid for APT::Default-Release"), output);
        assertTrue(output.endsWith("has no such kernel: choose another with --kernel\n"), output);
        assertEquals(List.of(), new BuildCache(cache.resolve("lab/stock"), false).entries());
    }

    private void program(String name, String... lines) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertTrue(script.toFile().setExecutable(true));
    }

    @Test
    @DisplayName("that cannot be installed is reported with what to do")
    void tellsWhatToDo() {
        assertTrue(StockKernel.remedy("E: Unable to locate package linux-image-amd64", folder)
                .contains("has no such kernel"));
        assertTrue(StockKernel.remedy("E: …", folder).endsWith("/log"));
    }
}
