// SPDX-License-Identifier: Apache-2.0
package org.mqecn.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code archive.sh} with scripts in place of the launcher and of Java. The packages are tested with a real JVM. */
@Tag("tools")
final class ArchiveScriptTest {
    @TempDir
    private Path folder;

    @Test
    void listsClassesOnceForAJar() throws Exception {
        Path jar = createJar();
        Path classes = folder.resolve("mqecn.classes");
        writeScript(
                "launcher",
                "file=${MQECN_JAVA_OPTIONS#*=}\necho \"loaded/$1 id: 7\" >\"$file\"; echo 'other source: lambda' >>\"$file\"");
        writeScript(
                "bin/java",
                "for word; do case $word in -XX:SharedArchiveFile=*) echo made >\"${word#*=}\";; esac; done");
        runScript();
        List<String> listed = Files.readAllLines(classes);
        assertTrue(listed.containsAll(List.of("loaded/stats", "loaded/run", "org/mqecn/port/Port")), listed.toString());
        assertTrue(listed.stream().noneMatch(line -> line.contains(" ")), listed.toString());
        assertTrue(Files.exists(folder.resolve("mqecn.jsa")));
        assertTrue(Files.exists(folder.resolve("libjnidispatch.so")));

        Files.writeString(classes, "of the package\n");
        Files.setLastModifiedTime(classes, Files.getLastModifiedTime(jar));
        runScript();
        assertEquals("of the package\n", Files.readString(classes), "a list as old as the jar is kept");
        Files.setLastModifiedTime(classes, FileTime.from(Instant.EPOCH));
        runScript();
        assertEquals(listed, Files.readAllLines(classes), "a list of another jar is made again");
    }

    private Path createJar() throws IOException {
        Path jar = folder.resolve("mqecn.jar");
        try (OutputStream output = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(output)) {
            for (String name : List.of(
                    "com/sun/jna/linux-x86-64/libjnidispatch.so",
                    "com/sun/jna/linux-aarch64/libjnidispatch.so",
                    "org/mqecn/port/Port.class")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private void writeScript(String name, String text) throws IOException {
        Path script = folder.resolve(name);
        Files.createDirectories(script.getParent());
        Files.writeString(script, "#!/bin/sh\n" + text + "\n");
        assertTrue(script.toFile().setExecutable(true));
    }

    private void runScript() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "src/main/sh/archive.sh", folder.resolve("launcher").toString(), folder.toString())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertFalse(output.contains("start slower"), output);
    }
}
