// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.UserError;

/** A kernel module of ours: where it is, whether it is loaded, and the plans that build, load and unload it. */
public final class KernelModule {
    private static final Pattern VERMAGIC = Pattern.compile("vermagic=(\\S+)");
    private static final List<String> SOURCES =
            List.of("Kbuild", "Makefile", "uapi", "compat", "common", "dwrr", "eiffel", "test");

    private final LocalMachine machine;
    private final String name;

    /** The one that brings a kind of port. */
    public KernelModule(LocalMachine machine, QdiscKind kind) {
        this.machine = machine;
        this.name = kind.module();
    }

    public String name() {
        return name;
    }

    /**
     * Whether the module can be loaded, and if not, why.
     *
     * @param command what loads it; empty where it cannot be
     * @param object the file that would be loaded, in words
     * @param reason why it cannot be loaded; empty where it can
     * @param remedy what to do about that
     */
    public record Availability(List<String> command, String object, String reason, String remedy) {
        public boolean isAvailable() {
            return reason.isEmpty();
        }

        private static Availability missing(String reason, String remedy) {
            return new Availability(List.of(), "", reason, remedy);
        }
    }

    /** That of a module which cannot be loaded. */
    UserError unavailableError(Availability availability) {
        return new UserError("the module " + name + " cannot be loaded: " + availability.reason, availability.remedy);
    }

    private Path sysfsFolder() {
        return machine.loadedModules().resolve(name);
    }

    public boolean isLoaded() {
        return Files.isDirectory(sysfsFolder());
    }

    /** Whether it is loaded and stands in for tbf. */
    public boolean isLegacy() {
        return LocalMachine.read(sysfsFolder().resolve("parameters/legacy_tbf"))
                .filter(value -> value.matches("Y|1"))
                .isPresent();
    }

    /** How many ports there are of it, in all network namespaces. */
    public int useCount() {
        return LocalMachine.read(sysfsFolder().resolve("refcnt"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** The version of the module that is loaded, where it tells one. */
    public Optional<String> version() {
        return LocalMachine.read(sysfsFolder().resolve("version"));
    }

    public Availability availability() {
        if (!Files.exists(machine.moduleList())) {
            return Availability.missing(
                    "this kernel was built without support for modules",
                    "use a kernel with CONFIG_MODULES, or 'mqecn lab exec'");
        }
        if (isInstalled()) {
            return new Availability(
                    List.of("modprobe", name), machine.installedModules().toString(), "", "");
        }
        Optional<Path> object =
                Stream.of(builtObject(), checkoutObject()).filter(Files::exists).findFirst();
        if (object.isEmpty()) {
            return Availability.missing(
                    "it is not built", hasHeaders() ? "'mqecn module build' builds it" : missingHeadersRemedy());
        }
        String release = readRelease(object.get());
        if (!release.equals(machine.kernelRelease())) {
            return Availability.missing(
                    object.get() + " was built for another kernel (" + release + ", running is "
                            + machine.kernelRelease() + ")",
                    hasHeaders() ? "'mqecn module build' builds it anew" : missingHeadersRemedy());
        }
        return new Availability(
                List.of("insmod", object.get().toString()), object.get().toString(), "", "");
    }

    private boolean isInstalled() {
        return LocalMachine.read(machine.installedModules().resolve("modules.dep")).stream()
                .flatMap(String::lines)
                .anyMatch(line -> line.matches("(.*/)?" + name + "\\.ko(\\.\\w+)?:.*"));
    }

    private Path checkoutObject() {
        return machine.home().resolve("kmod").resolve(name + ".ko");
    }

    private Path buildFolder() {
        return machine.cache().resolve("modules").resolve(machine.kernelRelease() + "-" + hashSources());
    }

    private Path builtObject() {
        return buildFolder().resolve(name + ".ko");
    }

    private Path headersFolder() {
        return machine.installedModules().resolve("build");
    }

    private boolean hasHeaders() {
        return Files.exists(headersFolder());
    }

    private String missingHeadersRemedy() {
        return "the kernel's headers are missing: 'apt-get install linux-headers-" + machine.kernelRelease()
                + "', then 'mqecn module build'";
    }

    /** The kernel that an object file was built for, by the text in its .modinfo section. */
    static String readRelease(Path object) {
        try {
            Matcher magic = VERMAGIC.matcher(Files.readString(object, StandardCharsets.ISO_8859_1));
            return magic.find() ? magic.group(1) : "none";
        } catch (IOException e) {
            throw new UserError("cannot read " + object + ": " + e.getMessage(), "");
        }
    }

    private String hashSources() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path source : sources()) {
                digest.update(machine.home().relativize(source).toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(source));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String name : SOURCES) {
            try (Stream<Path> files = Files.walk(machine.home().resolve("kmod").resolve(name))) {
                files.filter(KernelModule::isSource).sorted().forEach(sources::add);
            } catch (NoSuchFileException e) {
                // An installed copy has no tests.
                continue;
            }
        }
        return sources;
    }

    private static boolean isSource(Path file) {
        return file.toString().matches(".*/(Kbuild|Makefile|[^/]*(?<!\\.mod)\\.[ch])");
    }

    /**
     * What builds the module for the running kernel, in the cache.
     *
     * @throws UserError where sources or headers are missing
     */
    public CommandPlan build() {
        if (!Files.isDirectory(machine.home().resolve("kmod/dwrr"))) {
            throw new UserError(
                    "there are no sources in " + machine.home().resolve("kmod"),
                    "set -Dmqecn.home to a checkout of mqecn");
        }
        if (!hasHeaders()) {
            throw new UserError(
                    "there are no headers of the kernel " + machine.kernelRelease() + " in " + headersFolder(),
                    "'apt-get install linux-headers-" + machine.kernelRelease() + "'");
        }
        String folder = buildFolder().toString();
        CommandPlan commandPlan = new CommandPlan().add(Command.of("mkdir", "-p", folder));
        List<String> copy = new ArrayList<>(List.of("cp", "-R"));
        SOURCES.forEach(
                name -> copy.add(machine.home().resolve("kmod").resolve(name).toString()));
        copy.add(folder);
        return commandPlan
                .add(Command.of(copy))
                .add(Command.of("make", "-C", folder, "KDIR=" + headersFolder(), "clean", "modules"));
    }

    /** Whether the sources as they are have been built for the running kernel. */
    public boolean isBuilt() {
        return Files.exists(builtObject()) && readRelease(builtObject()).equals(machine.kernelRelease());
    }

    /**
     * What loads the module.
     *
     * @param legacyTbf whether it is to stand in for tbf
     * @throws UserError where it cannot be loaded, with the reason
     */
    public CommandPlan load(boolean legacyTbf) {
        Availability availability = availability();
        if (!availability.isAvailable()) {
            throw unavailableError(availability);
        }
        return load(availability.command(), legacyTbf);
    }

    /** What loads the module once {@link #build} has built it. */
    CommandPlan loadBuilt() {
        return load(List.of("insmod", builtObject().toString()), false);
    }

    /** What loads the module where it is installed. */
    CommandPlan loadInstalled() {
        return load(List.of("modprobe", name), false);
    }

    private CommandPlan load(List<String> command, boolean legacyTbf) {
        CommandPlan commandPlan = new CommandPlan();
        Command unload = Command.of("rmmod", name);
        if (!legacyTbf) {
            return commandPlan.add(Command.of(command), unload);
        }
        if (Files.isDirectory(machine.loadedModules().resolve("sch_tbf"))) {
            commandPlan.add(Command.of("rmmod", "sch_tbf"), Command.of("modprobe", "sch_tbf"));
        }
        return commandPlan.add(
                Command.of(Stream.concat(command.stream(), Stream.of("legacy_tbf=1"))
                        .toList()),
                unload);
    }

    /**
     * What unloads the module.
     *
     * @throws UserError where ports use it
     */
    public CommandPlan unload() {
        if (useCount() > 0) {
            throw new UserError(
                    "the module " + name + " is in use by " + useCount() + (useCount() == 1 ? " port" : " ports"),
                    "'mqecn stats' lists the ports of this network namespace, 'mqecn remove DEV' removes one");
        }
        return unloadPlan();
    }

    CommandPlan unloadPlan() {
        return new CommandPlan().add(Command.of("rmmod", name));
    }
}
