// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.mqecn.host.Machine;
import org.mqecn.host.Resources;

/**
 * What a guest's first process and its script read: the command, and where things of the host are.
 * Nothing in it differs between two runs of one command.
 */
record GuestInput(GuestSpec spec, Kernel kernel, ModuleBuild.Modules modules, GuestPrograms programs, Machine host) {
    /** Where the setup script builds the guest's root. */
    private static final String ROOT = "/run/root";

    void writeTo(RunFolder run) throws IOException {
        Path folder = spec.folder().toRealPath();
        Files.writeString(run.file("command"),
                spec.command().stream().map(word -> word + "\0").collect(Collectors.joining()));
        Files.writeString(run.file("setup"), Resources.text(GuestInput.class, "setup"));
        Files.writeString(run.file("settings"), settings(folder));
        Files.writeString(run.file("fstab"), Resources.text(GuestInput.class, "fstab") + mounts(folder));
        if (kernel.debug()) {
            Files.writeString(run.file("finish"), Resources.text(GuestInput.class, "finish"));
        }
        Files.createSymbolicLink(run.file(GuestPrograms.INIT), programs.init());
        Files.createSymbolicLink(run.file("stdin"), spec.input().toAbsolutePath());
        Files.createSymbolicLink(run.file("out"), Files.createDirectories(spec.out()).toRealPath());
    }

    private String settings(Path folder) {
        return setting("CWD", folder)
                + setting("TOOLS", host.home().resolve("cli") + ":" + host.home())
                + setting("TC", modules.tc())
                + setting("CACHE", host.cache())
                + setting("JAVA", System.getProperty("java.home"));
    }

    private String mounts(Path folder) {
        String mounts = mount(modules.installed(), Path.of("/lib/modules", modules.release()), "bind,X-mount.mkdir");
        return folder.getNameCount() == 0 ? mounts : mounts + mount(folder, folder, "bind,ro");
    }

    /** A line of shell. */
    static String setting(String name, Object value) {
        return name + "='" + value.toString().replace("'", "'\\''") + "'\n";
    }

    /** A line of fstab. */
    static String mount(Path what, Path where, String options) {
        return escaped(what.toString()) + " " + escaped(ROOT + where) + " none " + options + "\n";
    }

    private static String escaped(String word) {
        return word.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011").replace("\n", "\\012");
    }
}
