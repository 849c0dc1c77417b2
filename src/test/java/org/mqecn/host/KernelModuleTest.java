// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.UserError;

/** Uses a machine whose /proc and /sys are files of the test. */
final class KernelModuleTest {
    private static final String RELEASE = "6.1.0-test";

    @TempDir
    private Path root;

    private LocalMachine machine;
    private KernelModule module;

    @BeforeEach
    void createMachine() throws IOException {
        machine = new LocalMachine(root, root.resolve("home"), root.resolve("cache"));
        module = new KernelModule(machine, QdiscKind.DWRR);
        file("proc/sys/kernel/osrelease", RELEASE + "\n");
        file("proc/modules", "");
        file("home/kmod/dwrr/qdisc.c", "int x;\n");
    }

    private Path file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void reportsAKernelWithoutModules() throws IOException {
        Files.delete(root.resolve("proc/modules"));
        assertEquals(
                "this kernel was built without support for modules",
                module.availability().reason());
        assertThrows(UserError.class, () -> module.load(false));
    }

    @Test
    void reportsMissingBuildAndHeaders() throws IOException {
        assertEquals("it is not built", module.availability().reason());
        assertTrue(module.availability().remedy().contains("apt-get install linux-headers-" + RELEASE));
        assertThrows(UserError.class, module::build);
        file("lib/modules/" + RELEASE + "/build/Makefile", "");
        assertEquals("'mqecn module build' builds it", module.availability().remedy());
        List<String> commands = module.build().shellLines();
        assertTrue(commands.get(2).matches("make .* clean"), commands.get(2));
        assertTrue(commands.get(3).matches("make .* --jobs=[0-9]+ modules"), commands.get(3));
        assertTrue(
                commands.get(4)
                        .matches("install -D -m 644 -t .*/lib/modules/" + RELEASE
                                + "/updates/mqecn \\S+/sch_dwrr.ko \\S+/sch_eiffel.ko"),
                commands.get(4));
        assertEquals("depmod " + RELEASE, commands.get(5));
    }

    @Test
    void buildsEachSchemeAndBufferPolicy() throws IOException {
        file("lib/modules/" + RELEASE + "/build/Makefile", "");
        file("home/kmod/schemes/my-scheme.c", "int x;\n");
        file("home/kmod/buffers/my-policy.c", "int x;\n");
        List<String> commands = module.build().shellLines();
        String all = String.join("\n", commands);
        assertTrue(all.contains("/home/kmod/schemes ") && all.contains("/home/kmod/buffers "), all);
        assertTrue(commands.get(4).contains("/sch_dwrr_my-scheme.ko "), commands.get(4));
        assertTrue(commands.get(4).endsWith("/sch_dwrr_my-policy.ko"), commands.get(4));
    }

    @Test
    void refusesHeadersOfAnotherKernel() throws IOException {
        Path header = file(
                "lib/modules/" + RELEASE + "/build/include/generated/utsrelease.h",
                "#define UTS_RELEASE \"5.10.0-1\"\n");
        UserError error = assertThrows(UserError.class, module::build);
        assertTrue(error.getMessage().endsWith(RELEASE + "/build, but those of 5.10.0-1"), error.getMessage());
        assertEquals("'apt-get install --reinstall linux-headers-" + RELEASE + "'", error.remedy());
        assertTrue(module.availability().remedy().contains("headers are missing"));
        Files.writeString(header, "#define UTS_RELEASE \"" + RELEASE + "\"\n");
        module.build();
    }

    @Test
    void reportsAnInstalledModuleOfAnotherKernel() throws IOException {
        file("lib/modules/" + RELEASE + "/modules.dep", "updates/mqecn/sch_dwrr.ko:\n");
        String name = "lib/modules/" + RELEASE + "/updates/mqecn/sch_dwrr.ko";
        Path installed = file(name, "\0ELF\0vermagic=5.10.0-1 SMP\0");
        assertEquals(
                installed + " was built for another kernel (5.10.0-1, running is " + RELEASE + ")",
                module.availability().reason());
        file(name, "\0ELF\0vermagic=" + RELEASE + " SMP\0");
        assertTrue(module.availability().isAvailable());
    }

    @Test
    void saysThatItBuildsBeforeItDoes() throws IOException {
        file("lib/modules/" + RELEASE + "/build/Makefile", "");
        List<String> progress = new ArrayList<>();
        ChangeContext context = new ChangeContext(machine, new CommandRunner(), "", false, progress::add);
        assertThrows(UserError.class, new ModuleManager(context, QdiscKind.DWRR)::build);
        assertEquals(1, progress.size());
        assertTrue(
                progress.get(0).startsWith("building the modules for the kernel " + RELEASE + " (about a minute)"),
                progress.get(0));
    }

    @Test
    void reportsABuildForAnotherKernel() throws IOException {
        file("home/kmod/sch_dwrr.ko", "\0ELF\0vermagic=5.10.0-1 SMP\0");
        assertTrue(
                module.availability()
                        .reason()
                        .endsWith("was built for another kernel (5.10.0-1, running is " + RELEASE + ")"),
                module.availability().reason());
    }

    @Test
    void reportsAMissingSignatureWhereTheKernelRequiresOne() throws IOException {
        Path object = file("home/kmod/sch_dwrr.ko", "\0ELF\0vermagic=" + RELEASE + " SMP \0");
        for (String required : List.of(
                "sys/module/module/parameters/sig_enforce Y\n", "sys/kernel/security/lockdown none [integrity]\n")) {
            Path setting = file(required.split(" ", 2)[0], required.split(" ", 2)[1]);
            assertTrue(module.availability().reason().contains("signed modules only"), required);
            assertTrue(module.availability().remedy().contains("sign-file"), required);
            Files.delete(setting);
            assertTrue(module.availability().isAvailable(), required);
        }
        file("sys/module/module/parameters/sig_enforce", "Y\n");
        Files.writeString(object, Files.readString(object) + "signature~Module signature appended~\n");
        assertTrue(module.availability().isAvailable());
    }

    @Test
    void loadsTheCheckoutsModule() throws IOException {
        Path object = file("home/kmod/sch_dwrr.ko", "\0ELF\0vermagic=" + RELEASE + " SMP mod_unload \0");
        assertEquals(List.of("insmod " + object), module.load(false).shellLines());
        assertEquals(
                List.of("insmod " + object + " legacy_tbf=1"), module.load(true).shellLines());
    }

    @Test
    void prefersTheInstalledModule() throws IOException {
        file("lib/modules/" + RELEASE + "/modules.dep", "kernel/net/x.ko:\nupdates/dkms/sch_dwrr.ko.xz:\n");
        assertEquals(List.of("modprobe sch_dwrr"), module.load(false).shellLines());
    }

    @Test
    void refusesAnInstalledModuleOfAnotherVersion() throws IOException {
        file("home/kmod/dkms.conf", "PACKAGE_VERSION=\"0.2.0\"\n");
        file("lib/modules/" + RELEASE + "/modules.dep", "updates/dkms/sch_dwrr.ko:\n");
        Path installed = file(
                "lib/modules/" + RELEASE + "/updates/dkms/sch_dwrr.ko",
                "\0ELF\0srcversion=1\0version=0.1.0\0vermagic=" + RELEASE + " SMP\0");
        assertEquals(
                installed + " has the version 0.1.0, mqecn 0.2.0",
                module.availability().reason());
        assertFalse(module.isBuilt());
        file("sys/module/sch_dwrr/version", "0.1.0\n");
        assertTrue(module.versionWarning().orElseThrow().contains("has the version 0.1.0, mqecn 0.2.0"));
        Files.writeString(installed, "\0ELF\0srcversion=1\0version=0.2.0\0vermagic=" + RELEASE + " SMP\0");
        assertTrue(module.availability().isAvailable());
        assertTrue(module.isBuilt());
    }

    @Test
    void unloadsTbfFirst() throws IOException {
        file("lib/modules/" + RELEASE + "/modules.dep", "sch_dwrr.ko:\n");
        file("sys/module/sch_tbf/refcnt", "0\n");
        assertEquals(
                List.of("rmmod sch_tbf", "modprobe sch_dwrr legacy_tbf=1"),
                module.load(true).shellLines());
    }

    @Test
    void refusesToUnloadAModuleInUse() throws IOException {
        assertFalse(module.isLoaded());
        file("sys/module/sch_dwrr/refcnt", "2\n");
        file("sys/module/sch_dwrr/parameters/legacy_tbf", "N\n");
        assertTrue(module.isLoaded());
        assertFalse(module.isLegacy());
        assertEquals(
                "the module sch_dwrr is in use by 2 ports",
                assertThrows(UserError.class, module::unload).getMessage());
        file("sys/module/sch_dwrr/refcnt", "0\n");
        assertEquals(List.of("rmmod sch_dwrr"), module.unload().shellLines());
    }
}
