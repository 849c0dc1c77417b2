// SPDX-License-Identifier: Apache-2.0
package org.mqecn.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Makefile installs, and the one version that all packages have. The packages are tested by packages.sh. */
final class MakeInstallTest {
    @TempDir
    private Path folder;

    @Test
    void allPackagesHaveOneVersion() throws IOException {
        String version = find("pom.xml", "<version>(.*?)</version>");
        assertEquals(version, find("kmod/dkms.conf", "PACKAGE_VERSION=\"(.*?)\""));
        assertEquals(version, find("debian/changelog", "\\((.*?)\\)"));
    }

    private static String find(String file, String expression) throws IOException {
        Matcher matcher = Pattern.compile(expression).matcher(Files.readString(Path.of(file)));
        assertTrue(matcher.find(), file);
        return matcher.group(1);
    }

    /** Another file takes the place of the jar, which is not built, whatever the age of its sources. */
    @Test
    @Tag("tools")
    void uninstallDeletesAllThatInstallInstalls() throws Exception {
        Path other = Files.createDirectories(folder.resolve("usr/local/share/man/man8"))
                .resolve("other.8");
        Files.createFile(other);
        make("install");
        assertTrue(files().size() > 50, files().toString());
        assertTrue(Files.isExecutable(folder.resolve("usr/local/share/mqecn/mqecn")));
        make("uninstall");
        assertEquals(List.of(other), files());
    }

    /** What Maven printed without a network and without libraries, and when a source did not compile. */
    @Test
    void saysThatMavenCannotGetItsLibraries() throws Exception {
        String maven =
                "#!/bin/sh\necho \"[ERROR] $1\"\necho '[ERROR] To see the full stack trace, re-run Maven with -e'\nexit 1\n";
        Path command = Files.writeString(folder.resolve("mvn"), maven);
        assertEquals(
                """
                Maven cannot get its libraries: artifact org.example:plugin:pom:3.6.1 from https://repository.example/maven2
                  the first build needs the network; ~/.m2/settings.xml can name a proxy or a mirror
                """,
                runMaven(
                        command,
                        "Plugin org.example:plugin:3.6.1 or one of its dependencies could not be resolved: Failed to read "
                                + "artifact descriptor for org.example:plugin:jar:3.6.1: Could not transfer artifact "
                                + "org.example:plugin:pom:3.6.1 from/to central (https://repository.example/maven2): transfer failed"));
        assertEquals(
                "[ERROR] cannot find symbol\n[ERROR] To see the full stack trace, re-run Maven with -e\n",
                runMaven(command, "cannot find symbol"));
    }

    private static String runMaven(Path command, String error) throws Exception {
        Process process = new ProcessBuilder("src/main/sh/maven.sh", "sh", command.toString(), error)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), output);
        return output;
    }

    /** DKMS builds what is there, also for kernels with KUnit. */
    @Test
    @Tag("tools")
    void theSourcesOfDkmsHaveNoTests() throws Exception {
        make("install-dkms");
        List<String> names =
                files().stream().map(file -> folder.relativize(file).toString()).toList();
        assertTrue(names.stream().anyMatch(name -> name.matches("usr/local/src/mqecn-[0-9.]+/dkms.conf")));
        assertTrue(names.stream().anyMatch(name -> name.endsWith("/dwrr/qdisc.c")));
        assertTrue(names.stream().noneMatch(name -> name.contains("/test/")), names.toString());
    }

    /** Another Makefile takes the place of the kernel's. */
    @Test
    @Tag("tools")
    void buildsTheModulesWithAsManyJobsAsProcessorsUnlessToldOtherwise() throws Exception {
        Files.writeString(folder.resolve("Makefile"), "modules:\n\t@echo 'jobs: $(filter -j%,$(MAKEFLAGS))'\n");
        String headers = "KDIR=" + folder;
        int processors = Runtime.getRuntime().availableProcessors();
        assertTrue(make("kmod", headers).contains("jobs: -j" + processors + "\n"));
        assertTrue(make("kmod", headers, "--jobs=77").contains("jobs: -j77\n"));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> !Files.isDirectory(file)).sorted().toList();
        }
    }

    /** Returns its output. */
    private String make(String target, String... options) throws Exception {
        Path log = Files.createTempFile(Path.of("target"), "make", ".log");
        List<String> command = new ArrayList<>(List.of("make", target, "jar=LICENSE", "sources=", "DESTDIR=" + folder));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> log + " has the output of make");
        String output = Files.readString(log);
        Files.delete(log);
        return output;
    }
}
