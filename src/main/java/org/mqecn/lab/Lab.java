// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mqecn.host.LocalMachine;

/**
 * Where guests come from. Everything that a guest needs is built once and kept in the cache of the
 * machine: {@code lab/kernels}, {@code lab/modules}, {@code lab/programs}.
 */
public final class Lab {
    private final LocalMachine machine;
    private final Consumer<String> progress;
    private final BuildTools buildTools = new BuildTools();

    /** @param progress is told, in a line at a time, what is being built */
    public Lab(LocalMachine machine, Consumer<String> progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** The kernels in the cache. */
    public List<LabKernel> kernels() {
        return cache("kernels").entries().stream()
                .map(LabKernel::read)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The kernel built from a source, built now if it is not in the cache.
     *
     * @param source a package, an archive or a folder; when empty {@link KernelSource#ENVIRONMENT_VARIABLE} names it, or else it
     *     is the distribution's newest
     */
    public LabKernel buildKernel(boolean debug, Optional<String> source) {
        KernelSource resolved = KernelSource.resolve(source.or(KernelSource::fromEnvironment), buildTools);
        return new KernelBuilder(resolved, KernelConfiguration.load(debug), buildTools, progress)
                .obtain(cache("kernels"));
    }

    /**
     * A guest with the kernel that the environment names, or else the one last built from the distribution's source;
     * builds what is missing.
     */
    public Guest prepareGuest(boolean debug) {
        LabKernel labKernel = KernelSource.fromEnvironment().isPresent()
                ? buildKernel(debug, Optional.empty())
                : findLastBuilt(debug).orElseGet(() -> buildKernel(debug, Optional.empty()));
        GuestPrograms programs = GuestPrograms.obtain(cache("programs"), buildTools, progress);
        ModuleBuilder modules = new ModuleBuilder(labKernel, machine.home().resolve("kmod"), buildTools, progress);
        return new Guest(labKernel, programs, modules.obtain(cache("modules")), machine);
    }

    /** Asking apt takes a second, and a new source minutes to build: that is for {@code lab build}, when it suits. */
    private Optional<LabKernel> findLastBuilt(boolean debug) {
        String wanted = KernelConfiguration.load(debug).digest();
        return kernels().stream()
                .filter(labKernel -> !labKernel.explicitSource()
                        && labKernel.debug() == debug
                        && labKernel.configuration().equals(wanted))
                .max(Comparator.comparing(
                        labKernel -> labKernel.folder().toFile().lastModified()));
    }

    private BuildCache cache(String kind) {
        return new BuildCache(machine.cache().resolve("lab").resolve(kind));
    }
}
