// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** A kernel module of mqecn: its state, and the plans that build, load and unload it. */
public final class KernelModule {
    private static final Pattern VERMAGIC = Pattern.compile("vermagic=(\\S+)");
    private static final List<String> SOURCES =
            List.of("Kbuild", "Makefile", "dkms.conf", "uapi", "compat", "common", "dwrr", "eiffel", "test");

    /** The last bytes of a signed module: the kernel's MODULE_SIG_STRING. */
    private static final String SIGNATURE_END = "~Module signature appended~\n";

    private static final int DIGEST_LENGTH = 16;

    private final LocalMachine machine;
    private final String name;

    /** The module of a kind of qdisc. */
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
     * @param command loads it; empty if it cannot be loaded
     * @param object path of the file, or of the folder that modprobe searches
     * @param reason why it cannot be loaded; empty if it can
     * @param remedy what to do then
     */
    public record Availability(List<String> command, String object, String reason, String remedy) {
        public boolean isAvailable() {
            return reason.isEmpty();
        }

        private static Availability missing(String reason, String remedy) {
            return new Availability(List.of(), "", reason, remedy);
        }
    }

    /** The error for a module that cannot be loaded. */
    UserError unavailableError(Availability availability) {
        return new UserError("the module " + name + " cannot be loaded: " + availability.reason, availability.remedy);
    }

    /** @throws UserError if it is not loaded and cannot be */
    void requireAvailable() {
        if (!isLoaded()) {
            Availability availability = availability();
            if (!availability.isAvailable()) {
                throw unavailableError(availability);
            }
        }
    }

    private Path sysfsFolder() {
        return sysfsFolder(machine, name);
    }

    /** The folder of a loaded module. */
    public static Path sysfsFolder(LocalMachine machine, String module) {
        return machine.root().resolve("sys/module").resolve(module);
    }

    private Path installedModules() {
        return machine.root().resolve("lib/modules").resolve(machine.kernelRelease());
    }

    public boolean isLoaded() {
        return Files.isDirectory(sysfsFolder());
    }

    /** Whether it is loaded and impersonates tbf. */
    public boolean isLegacy() {
        return SmallFile.read(sysfsFolder().resolve("parameters/legacy_tbf"))
                .filter(value -> value.matches("Y|1"))
                .isPresent();
    }

    /** The number of its ports in all network namespaces. */
    public int useCount() {
        return SmallFile.read(sysfsFolder().resolve("refcnt"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** The version of the loaded module, if it has one. */
    public Optional<String> version() {
        return SmallFile.read(sysfsFolder().resolve("version"));
    }

    public Availability availability() {
        if (!Files.exists(machine.root().resolve("proc/modules"))) {
            return Availability.missing(
                    "this kernel was built without support for modules",
                    "use a kernel with CONFIG_MODULES, or 'mqecn lab exec'");
        }
        Optional<Path> installed = installedObject();
        if (installed.isPresent()) {
            return acceptSigned(installed.get(), List.of("modprobe", name), installedModules());
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
                    hasHeaders() ? "'mqecn module build' rebuilds it" : missingHeadersRemedy());
        }
        return acceptSigned(object.get(), List.of("insmod", object.get().toString()), object.get());
    }

    private Availability acceptSigned(Path file, List<String> command, Path object) {
        return requiresSignature() && !isSigned(file)
                ? Availability.missing(
                        "this kernel loads signed modules only (Secure Boot or module.sig_enforce), and " + file
                                + " has no signature",
                        "sign it with a key that this machine trusts: " + headersFolder()
                                + "/scripts/sign-file sha256 KEY CERTIFICATE " + file
                                + "; 'mokutil --import CERTIFICATE' makes the machine trust a key")
                : new Availability(command, object.toString(), "", "");
    }

    /** Whether the kernel refuses modules without a signature: by its own parameter, or by the lockdown of Secure Boot. */
    private boolean requiresSignature() {
        return SmallFile.read(machine.root().resolve("sys/module/module/parameters/sig_enforce"))
                        .filter(value -> value.matches("Y|1"))
                        .isPresent()
                || SmallFile.read(machine.root().resolve("sys/kernel/security/lockdown"))
                        .filter(value -> value.matches("(?s).*\\[(integrity|confidentiality)].*"))
                        .isPresent();
    }

    /** A signature is at the end of the file; in compressed files it cannot be seen, and is assumed. */
    private static boolean isSigned(Path file) {
        if (!file.toString().endsWith(".ko")) {
            return true;
        }
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).endsWith(SIGNATURE_END);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + IoErrors.reason(e), "");
        }
    }

    /** The file that modprobe loads, if depmod knows it. */
    private Optional<Path> installedObject() {
        Pattern line = Pattern.compile("((?:.*/)?" + name + "\\.ko(?:\\.\\w+)?):.*");
        return SmallFile.read(installedModules().resolve("modules.dep")).stream()
                .flatMap(String::lines)
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(found -> installedModules().resolve(found.group(1)))
                .findFirst();
    }

    private Path checkoutObject() {
        return sourceFolder().resolve(name + ".ko");
    }

    private Path buildFolder() {
        return machine.cache().resolve("modules").resolve(machine.kernelRelease() + "-" + hashSources());
    }

    private Path builtObject() {
        return buildFolder().resolve(name + ".ko");
    }

    private Path headersFolder() {
        return installedModules().resolve("build");
    }

    private boolean hasHeaders() {
        return Files.exists(headersFolder());
    }

    private String missingHeadersRemedy() {
        return "the kernel's headers are missing: 'apt-get install linux-headers-" + machine.kernelRelease()
                + "', then 'mqecn module build'";
    }

    /** The kernel release that an object file was built for, from its .modinfo section. */
    static String readRelease(Path object) {
        try {
            Matcher magic = VERMAGIC.matcher(Files.readString(object, StandardCharsets.ISO_8859_1));
            return magic.find() ? magic.group(1) : "none";
        } catch (IOException e) {
            throw new UserError("cannot read " + object + ": " + IoErrors.reason(e), "");
        }
    }

    private String hashSources() {
        try {
            List<Path> files = new ArrayList<>();
            for (Path source : sources()) {
                files.addAll(FileTrees.find(source, KernelModule::isSource));
            }
            return FileTrees.digest(sourceFolder(), files).substring(0, DIGEST_LENGTH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path sourceFolder() {
        return machine.home().resolve("kmod");
    }

    /** An installed copy has no tests. */
    private List<Path> sources() {
        return SOURCES.stream()
                .map(sourceFolder()::resolve)
                .filter(Files::exists)
                .toList();
    }

    private static boolean isSource(String file) {
        return file.matches("Kbuild|Makefile|dkms[.]conf|.*(?<!\\.mod)\\.[ch]");
    }

    /**
     * The plan that builds the module for the running kernel, in the cache.
     *
     * @throws UserError if sources or headers are missing
     */
    public CommandPlan build() {
        if (!Files.isDirectory(sourceFolder().resolve("dwrr"))) {
            throw new UserError("there are no sources in " + sourceFolder(), "set -Dmqecn.home to a checkout of mqecn");
        }
        if (!hasHeaders()) {
            throw new UserError(
                    "there are no headers of the kernel " + machine.kernelRelease() + " in " + headersFolder(),
                    "'apt-get install linux-headers-" + machine.kernelRelease() + "'");
        }
        String folder = buildFolder().toString();
        CommandPlan commandPlan = new CommandPlan().add(Command.of("mkdir", "-p", folder));
        List<String> copy = new ArrayList<>(List.of("cp", "-R"));
        sources().forEach(source -> copy.add(source.toString()));
        copy.add(folder);
        return commandPlan
                .add(Command.of(copy))
                .add(make(folder, "clean"))
                .add(make(folder, "--jobs=" + Runtime.getRuntime().availableProcessors(), "modules"));
    }

    private Command make(String folder, String... arguments) {
        List<String> words = new ArrayList<>(List.of("make", "-C", folder, "KDIR=" + headersFolder()));
        words.addAll(List.of(arguments));
        return Command.of(words);
    }

    /** Whether the current sources have been built for the running kernel. */
    public boolean isBuilt() {
        return Files.exists(builtObject()) && readRelease(builtObject()).equals(machine.kernelRelease());
    }

    /**
     * The plan that loads the module.
     *
     * @param legacyTbf whether it impersonates tbf
     * @throws UserError with the reason, if it cannot be loaded
     */
    public CommandPlan load(boolean legacyTbf) {
        Availability availability = availability();
        if (!availability.isAvailable()) {
            throw unavailableError(availability);
        }
        return load(availability.command(), legacyTbf);
    }

    /** The plan that loads the module after {@link #build}. */
    CommandPlan loadBuilt() {
        return load(List.of("insmod", builtObject().toString()), false);
    }

    /** The plan that loads an installed module. */
    CommandPlan loadInstalled() {
        return load(List.of("modprobe", name), false);
    }

    private CommandPlan load(List<String> command, boolean legacyTbf) {
        CommandPlan commandPlan = new CommandPlan();
        Command unload = Command.of("rmmod", name);
        if (!legacyTbf) {
            return commandPlan.add(Command.of(command), unload);
        }
        if (Files.isDirectory(sysfsFolder(machine, "sch_tbf"))) {
            commandPlan.add(Command.of("rmmod", "sch_tbf"), Command.of("modprobe", "sch_tbf"));
        }
        return commandPlan.add(
                Command.of(Stream.concat(command.stream(), Stream.of("legacy_tbf=1"))
                        .toList()),
                unload);
    }

    /**
     * The plan that unloads the module.
     *
     * @throws UserError if ports use it
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
