// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mqecn.host.Accelerator;
import org.mqecn.host.AddedSchemes;
import org.mqecn.host.LocalMachine;

/**
 * Builds guests. Everything that a guest needs is built once and kept in the cache of the machine: {@code lab/kernels}, {@code lab/modules},
 * {@code lab/schemes}, {@code lab/programs}.
 */
public final class Lab {
    private final LocalMachine machine;
    private final Consumer<String> progress;
    private final BuildTools buildTools = new BuildTools();
    private final boolean builds;

    /** @param progress receives a line for each build step */
    public Lab(LocalMachine machine, Consumer<String> progress) {
        this(machine, progress, true);
    }

    private Lab(LocalMachine machine, Consumer<String> progress, boolean builds) {
        this.machine = machine;
        this.progress = progress;
        this.builds = builds;
    }

    /** The same, but what is not in the cache is an error: nothing is built. */
    public Lab withoutBuilding() {
        return new Lab(machine, progress, false);
    }

    /** The kernels in the cache. */
    public List<LabKernel> kernels() {
        return cache("kernels").entries().stream()
                .map(LabKernel::read)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Gets or builds the kernel of a source.
     *
     * @param source a package, an archive or a folder; if empty, that of {@link KernelSource#ENVIRONMENT_VARIABLE} or else
     *     the newest of the distribution
     */
    public LabKernel buildKernel(boolean debug, Optional<String> source) {
        return buildKernel(KernelVariant.userModeLinux(debug), source);
    }

    private LabKernel buildKernel(KernelVariant variant, Optional<String> source) {
        KernelSource resolved = KernelSource.resolve(source.or(KernelSource::fromEnvironment), buildTools);
        return new KernelBuilder(resolved, KernelConfiguration.load(variant), buildTools, progress)
                .obtain(cache("kernels"));
    }

    /**
     * A guest with the kernel of the environment variable, or else the last one built from the distribution's source.
     * Builds what is missing.
     */
    public Guest prepareGuest(boolean debug) {
        return prepareGuest(debug, new AddedSchemes(machine).paths());
    }

    /**
     * The same with other schemes than those that users added.
     *
     * @throws UserError with the compiler's messages, if a scheme does not compile
     */
    public Guest prepareGuest(boolean debug, List<Path> schemes) {
        KernelVariant variant = KernelVariant.userModeLinux(debug);
        LabKernel labKernel = findOrBuildKernel(variant);
        return prepareGuest(
                new UserModeLinux(labKernel, machine), new LabKernelModules(labKernel, variant, buildTools), schemes);
    }

    private LabKernel findOrBuildKernel(KernelVariant variant) {
        return KernelSource.fromEnvironment().isPresent()
                ? buildKernel(variant, Optional.empty())
                : findLastBuilt(variant).orElseGet(() -> {
                    if (!builds) {
                        throw cache("kernels").notFound("the kernel of the guest");
                    }
                    return buildKernel(variant, Optional.empty());
                });
    }

    /** Gets or installs the kernel of a release of Debian. */
    public StockKernel installStockKernel(StockRelease release) {
        return StockKernel.obtain(release, cache("stock"), buildTools, progress);
    }

    /**
     * A guest under QEMU with the unchanged kernel of a release of Debian, or with one that the lab builds. Installs and
     * builds what is missing.
     *
     * @param name of a release or of its kernel; {@code debug} or {@code kcsan}
     * @throws UserError if there is no such kernel
     */
    public Guest prepareMachine(String name) {
        Optional<KernelVariant> variant = KernelVariant.findMachine(name);
        if (variant.isPresent()) {
            LabKernel labKernel = findOrBuildKernel(variant.get());
            return prepareMachine(
                    labKernel.machineKernel(variant.get()), new LabKernelModules(labKernel, variant.get(), buildTools));
        }
        StockKernel stockKernel =
                installStockKernel(StockRelease.find(name, "; or, built by the lab, " + KernelVariant.machineNames()));
        return prepareMachine(stockKernel.machineKernel(), new StockModules(stockKernel, buildTools));
    }

    /** A guest under QEMU with a kernel and modules for it. */
    Guest prepareMachine(MachineKernel kernel, ModuleTarget modules) {
        buildTools.require(Map.of("qemu-system-x86_64", "qemu-system-x86"));
        Accelerator accelerator = Accelerator.detect(machine);
        if (accelerator == Accelerator.TCG) {
            progress.accept("/dev/kvm is missing or does not work: the machine is emulated, at least ten times slower");
        }
        return prepareGuest(new QemuMachine(kernel, accelerator), modules, new AddedSchemes(machine).paths());
    }

    private Guest prepareGuest(GuestKernel kernel, ModuleTarget target, List<Path> schemes) {
        GuestPrograms programs = GuestPrograms.obtain(cache("programs"), buildTools, progress);
        ModuleBuilder.BuiltModules modules = new ModuleBuilder(
                        target, machine.home().resolve("kmod"), buildTools, progress)
                .obtain(cache("modules"));
        return new Guest(
                kernel,
                programs,
                schemes.isEmpty()
                        ? modules
                        : new SchemeModuleBuilder(target, modules, buildTools, progress)
                                .obtain(cache("schemes"), schemes),
                machine);
    }

    /** Does not look for a newer source: {@code lab build} does, which takes minutes. */
    private Optional<LabKernel> findLastBuilt(KernelVariant variant) {
        String wanted = KernelConfiguration.load(variant).digest();
        return kernels().stream()
                .filter(labKernel ->
                        !labKernel.explicitSource() && labKernel.configuration().equals(wanted))
                .max(Comparator.comparing(
                        labKernel -> labKernel.folder().toFile().lastModified()));
    }

    private BuildCache cache(String kind) {
        return new BuildCache(machine.cache().resolve("lab").resolve(kind), builds);
    }
}
