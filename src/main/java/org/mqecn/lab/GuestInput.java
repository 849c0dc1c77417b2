// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.mqecn.host.ClasspathResources;
import org.mqecn.host.LocalMachine;

/**
 * The input files of a guest's init and setup script: the command, and paths of the host. They are identical in all runs
 * of one command.
 */
record GuestInput(
        GuestSpec spec,
        GuestKernel kernel,
        ModuleBuilder.BuiltModules builtModules,
        GuestPrograms programs,
        LocalMachine host) {
    /** The folder in which the setup script mounts the guest's root. */
    private static final String ROOT = "/run/root";

    void writeTo(GuestRunFolder run) throws IOException {
        Path folder = spec.folder().toRealPath();
        Files.writeString(
                run.file("command"),
                spec.command().stream().map(word -> word + "\0").collect(Collectors.joining()));
        Files.writeString(run.file("setup"), ClasspathResources.readText(GuestInput.class, "setup"));
        Files.writeString(run.file("settings"), settings(folder));
        Files.writeString(
                run.file("fstab"),
                ClasspathResources.readText(GuestInput.class, "fstab") + kernel.outputMount(ROOT) + mounts(folder));
        if (kernel.findsLeaks()) {
            Files.writeString(run.file("finish"), ClasspathResources.readText(GuestInput.class, "finish"));
        }
        Files.createSymbolicLink(run.file(GuestPrograms.INIT), programs.init());
        Files.createSymbolicLink(run.file("stdin"), spec.input().toAbsolutePath());
        Files.createSymbolicLink(
                run.file("out"), Files.createDirectories(spec.outputFolder()).toRealPath());
    }

    private String settings(Path folder) {
        return shellAssignment("CWD", folder)
                + shellAssignment("TOOLS", host.home().resolve("cli") + ":" + host.home())
                + shellAssignment("TC", builtModules.tcPlugins())
                + shellAssignment("SCHEMES", builtModules.schemes())
                + shellAssignment("CACHE", host.cache())
                + shellAssignment("JAVA", System.getProperty("java.home"));
    }

    private String mounts(Path folder) {
        String mounts = fstabLine(
                builtModules.modulesFolder(), Path.of("/lib/modules", builtModules.release()), "bind,X-mount.mkdir");
        return folder.getNameCount() == 0 ? mounts : mounts + fstabLine(folder, folder, "bind,ro");
    }

    /** Formats an assignment of a shell variable. */
    static String shellAssignment(String name, Object value) {
        return name + "='" + value.toString().replace("'", "'\\''") + "'\n";
    }

    /** Formats a line of fstab. */
    static String fstabLine(Path what, Path where, String options) {
        return escapeFstab(what.toString()) + " " + escapeFstab(ROOT + where) + " none " + options + "\n";
    }

    private static String escapeFstab(String word) {
        return word.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }
}
