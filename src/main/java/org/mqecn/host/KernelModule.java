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
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.SchemeRole;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** A kernel module of mqecn: its state, and the plans that build, load and unload it. */
public final class KernelModule {
    private static final String RELEASE = "vermagic";
    private static final String VERSION = "version";
    private static final Pattern UTS_RELEASE = Pattern.compile("UTS_RELEASE \"(.*)\"");
    private static final Pattern SOURCE_VERSION = Pattern.compile("PACKAGE_VERSION=\"(.*)\"");

    /** Below {@code /lib/modules/RELEASE}, where modprobe prefers it to the folders of the kernel. */
    private static final String INSTALL_FOLDER = "updates/mqecn";

    private static final List<String> SOURCES = Stream.concat(
                    Stream.of("Kbuild", "Makefile", "dkms.conf", "uapi", "compat", "common", "dwrr", "eiffel"),
                    SchemeRole.folders())
            .toList();

    /** The last bytes of a signed module: the kernel's MODULE_SIG_STRING. */
    private static final String SIGNATURE_END = "~Module signature appended~\n";

    /** What makes the kernel trust a signature. */
    static final String TRUST_KEY =
            "'mokutil --import CERTIFICATE' and a reboot make the machine trust a key (that of DKMS: /var/lib/dkms/mok.pub)";

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

    /** The folder of a loaded module; the kernel's name of a module has {@code _} for {@code -}. */
    private static Path sysfsFolder(LocalMachine machine, String module) {
        return machine.root().resolve("sys/module").resolve(module.replace('-', '_'));
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
        return users(machine, name).orElse(0);
    }

    /** The number of ports of a loaded module; the modules of schemes use it as well, but are no ports. */
    public static OptionalInt users(LocalMachine machine, String module) {
        return SmallFile.read(sysfsFolder(machine, module).resolve("refcnt"))
                .map(text -> OptionalInt.of(
                        Integer.parseInt(text) - holders(machine, module).size()))
                .orElse(OptionalInt.empty());
    }

    /** The loaded modules that use a module: those of marking schemes. */
    private static List<String> holders(LocalMachine machine, String module) {
        Path folder = sysfsFolder(machine, module).resolve("holders");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> holders = Files.list(folder)) {
            return holders.map(holder -> holder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commands that unload a module that has no port, after those of its schemes. */
    public static List<Command> unload(LocalMachine machine, String module) {
        return Stream.concat(holders(machine, module).stream(), Stream.of(module))
                .map(each -> Command.of("rmmod", each))
                .toList();
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
            return otherVersion(installed.get())
                    .map(version -> Availability.missing(
                            installed.get() + " has the version " + version + ", mqecn " + sourceVersion(),
                            isPackaged(installed.get())
                                    ? "install packages of mqecn and its modules of one version"
                                    : buildRemedy("replaces it")))
                    .or(() -> Optional.of(installed.get())
                            .filter(KernelModule::isReadable)
                            .flatMap(this::builtForAnotherKernel))
                    .orElseGet(() -> acceptSigned(installed.get(), List.of("modprobe", name), installedModules()));
        }
        Path object = checkoutObject();
        if (!Files.exists(object)) {
            return Availability.missing("it is not built", buildRemedy("builds it"));
        }
        return builtForAnotherKernel(object)
                .orElseGet(() -> acceptSigned(object, List.of("insmod", object.toString()), object));
    }

    private Optional<Availability> builtForAnotherKernel(Path object) {
        return Optional.of(readModuleInfo(object, RELEASE))
                .filter(release -> !release.equals(machine.kernelRelease()))
                .map(release -> Availability.missing(
                        object + " was built for another kernel (" + release + ", running is " + machine.kernelRelease()
                                + ")",
                        buildRemedy("rebuilds it")));
    }

    /** Whether the values in a module can be seen: it is there, and not compressed. */
    private static boolean isReadable(Path object) {
        return object.toString().endsWith(".ko") && Files.exists(object);
    }

    private String buildRemedy(String effect) {
        return hasHeaders() ? "'mqecn module build' " + effect : missingHeadersRemedy();
    }

    /** The version of the sources, which modules that are built from them have. */
    private String sourceVersion() {
        return SmallFile.read(sourceFolder().resolve("dkms.conf")).stream()
                .map(SOURCE_VERSION::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
    }

    /** The version of a module if it differs from that of mqecn. In compressed files it cannot be seen. */
    private Optional<String> otherVersion(Path object) {
        return Optional.of(object)
                .filter(KernelModule::isReadable)
                .map(file -> readModuleInfo(file, VERSION))
                .filter(this::isOtherVersion);
    }

    private boolean isOtherVersion(String version) {
        return !sourceVersion().isEmpty() && !version.equals(sourceVersion());
    }

    /** What to do about a loaded module of another version; empty if it has the version of mqecn. */
    public Optional<String> versionWarning() {
        return version()
                .filter(this::isOtherVersion)
                .map(version -> "the loaded module " + name + " has the version " + version + ", mqecn "
                        + sourceVersion() + ": remove all ports, then 'mqecn module unload' and 'mqecn module load'");
    }

    /** Whether the module was not installed by {@link #build}, but by DKMS or another package. */
    private boolean isPackaged(Path installed) {
        return !installed.startsWith(installFolder());
    }

    private Path installFolder() {
        return installedModules().resolve(INSTALL_FOLDER);
    }

    private Availability acceptSigned(Path file, List<String> command, Path object) {
        return requiresSignature() && !isSigned(file)
                ? Availability.missing(
                        "this kernel loads signed modules only (Secure Boot or module.sig_enforce), and " + file
                                + " has no signature",
                        "sign it with a key that this machine trusts: " + headersFolder()
                                + "/scripts/sign-file sha256 KEY CERTIFICATE " + file + "; " + TRUST_KEY)
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

    /** The folder of the headers of the running kernel, which may not be there. */
    public Path headersFolder() {
        return installedModules().resolve("build");
    }

    public boolean hasHeaders() {
        return Files.exists(headersFolder()) && otherHeaders().isEmpty();
    }

    /** The release of the kernel to which the headers belong, if that is another one. */
    private Optional<String> otherHeaders() {
        return SmallFile.read(headersFolder().resolve("include/generated/utsrelease.h")).stream()
                .map(UTS_RELEASE::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .filter(release -> !release.equals(machine.kernelRelease()))
                .findFirst();
    }

    /** The command that installs the headers, quoted. */
    public String installHeaders() {
        return "'apt-get install " + (otherHeaders().isPresent() ? "--reinstall " : "") + "linux-headers-"
                + machine.kernelRelease() + "'";
    }

    private String missingHeadersRemedy() {
        return "the kernel's headers are missing: " + installHeaders() + ", then 'mqecn module build'";
    }

    /** The first word of a value in the .modinfo section of an object file, such as the release it was built for. */
    private static String readModuleInfo(Path object, String key) {
        try {
            Matcher value = Pattern.compile("\0" + key + "=([^\\s\0]+)")
                    .matcher(Files.readString(object, StandardCharsets.ISO_8859_1));
            return value.find() ? value.group(1) : "none";
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

    private List<Path> sources() {
        return SOURCES.stream()
                .map(sourceFolder()::resolve)
                .filter(Files::exists)
                .toList();
    }

    /** The modules that the sources make: of the qdiscs, and one of each scheme. */
    private Stream<String> moduleNames() {
        return Stream.concat(
                Stream.of(QdiscKind.values()).map(QdiscKind::module),
                Stream.concat(
                                SchemeRole.folders()
                                        .flatMap(folder ->
                                                AddedSchemes.sources(
                                                        sourceFolder().resolve(folder))
                                                        .stream()),
                                addedSchemes().stream())
                        .map(AddedSchemes::name)
                        .map(AddedSchemes::module));
    }

    /** Schemes that users added to this machine. */
    private List<Path> addedSchemes() {
        return AddedSchemes.sources(AddedSchemes.folderOfMachine(machine));
    }

    private static boolean isSource(String file) {
        return file.matches("Kbuild|Makefile|dkms[.]conf|.*(?<!\\.mod)\\.[ch]");
    }

    /**
     * The plan that builds all modules for the running kernel, in the cache, and installs them where modprobe and the
     * kernel look for them.
     *
     * @throws UserError if sources or headers are missing
     */
    public CommandPlan build() {
        return build(addedSchemes(), moduleNames());
    }

    /**
     * The plan that adds a scheme to this machine and builds and installs its module, and the others if they are not
     * installed.
     *
     * @throws UserError if sources or headers are missing
     */
    CommandPlan buildScheme(Path source) {
        String scheme = AddedSchemes.name(source);
        Path added = AddedSchemes.folderOfMachine(machine).resolve(scheme + ".c");
        List<Path> schemes = Stream.concat(addedSchemes().stream(), Stream.of(added))
                .distinct()
                .toList();
        CommandPlan plan = new CommandPlan();
        Command copy = Command.of("install", "-D", "-m", "644", source.toString(), added.toString());
        if (Files.exists(added)) {
            plan.add(copy);
        } else {
            plan.add(copy, Command.of("rm", added.toString()));
        }
        Stream<String> own = Stream.of(AddedSchemes.module(scheme));
        return plan.add(build(
                schemes,
                installedObject().isPresent()
                        ? own
                        : Stream.concat(moduleNames(), own).distinct()));
    }

    /** The plan that removes a scheme that was added to this machine; empty if there is none. */
    CommandPlan removeScheme(String scheme) {
        Path source = AddedSchemes.folderOfMachine(machine).resolve(scheme + ".c");
        Path object = installFolder().resolve(AddedSchemes.module(scheme) + ".ko");
        CommandPlan plan = new CommandPlan();
        if (Files.isDirectory(sysfsFolder(machine, AddedSchemes.module(scheme)))) {
            plan.add(Command.of("rmmod", AddedSchemes.module(scheme)));
        }
        if (Files.exists(object)) {
            plan.add(Command.of("rm", object.toString())).add(Command.of("depmod", machine.kernelRelease()));
        }
        return Files.exists(source) ? plan.add(Command.of("rm", source.toString())) : plan;
    }

    private CommandPlan build(List<Path> schemes, Stream<String> install) {
        if (!Files.isDirectory(sourceFolder().resolve("dwrr"))) {
            throw new UserError("there are no sources in " + sourceFolder(), "set -Dmqecn.home to a checkout of mqecn");
        }
        if (!hasHeaders()) {
            throw new UserError(
                    "there are no headers of the kernel " + machine.kernelRelease() + " in " + headersFolder()
                            + otherHeaders()
                                    .map(release -> ", but those of " + release)
                                    .orElse(""),
                    installHeaders());
        }
        String folder = buildFolder().toString();
        CommandPlan commandPlan = new CommandPlan().add(Command.of("mkdir", "-p", folder));
        List<String> copy = new ArrayList<>(List.of("cp", "-R"));
        sources().forEach(source -> copy.add(source.toString()));
        copy.add(folder);
        commandPlan.add(Command.of(copy));
        schemes.forEach(scheme -> commandPlan.add(Command.of("cp", scheme.toString(), folder + "/schemes")));
        return commandPlan
                .add(make(folder, "clean"))
                .add(make(folder, "--jobs=" + Runtime.getRuntime().availableProcessors(), "modules"))
                .add(Command.of(Stream.concat(
                                Stream.of(
                                        "install",
                                        "-D",
                                        "-m",
                                        "644",
                                        "-t",
                                        installFolder().toString()),
                                install.map(module -> folder + "/" + module + ".ko"))
                        .toList()))
                .add(Command.of("depmod", machine.kernelRelease()));
    }

    /** What {@link #build} does, for a user who waits. */
    String buildProgress() {
        return "building the modules for the kernel " + machine.kernelRelease()
                + " (about a minute), to install them in " + installFolder();
    }

    private static boolean haveSameContent(Path one, Path other) {
        try {
            return Files.mismatch(one, other) < 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Command make(String folder, String... arguments) {
        List<String> words = new ArrayList<>(List.of("make", "-C", folder, "KDIR=" + headersFolder()));
        words.addAll(List.of(arguments));
        return Command.of(words);
    }

    /** Whether modprobe finds the module that these sources make, or that of a package of the same version. */
    public boolean isBuilt() {
        return installedObject()
                .filter(installed -> isPackaged(installed)
                        ? otherVersion(installed).isEmpty()
                        : haveSameContent(installed, builtObject()))
                .isPresent();
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

    /** The plan that loads an installed module, also after {@link #build}. */
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
        CommandPlan plan = new CommandPlan();
        unload(machine, name).forEach(plan::add);
        return plan;
    }
}
