// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mqecn.host.Machine;

/**
 * Where guests come from. Everything that a guest needs is built once and kept in the cache of the
 * machine: {@code lab/kernels}, {@code lab/modules}, {@code lab/programs}.
 */
public final class Lab {
    private final Machine machine;
    private final Consumer<String> progress;
    private final Tools tools = new Tools();

    /** @param progress is told, in a line at a time, what is being built */
    public Lab(Machine machine, Consumer<String> progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** The kernels in the cache. */
    public List<Kernel> kernels() {
        return cache("kernels").entries().stream().map(Kernel::read).flatMap(Optional::stream).toList();
    }

    /**
     * The kernel built from a source, built now if it is not in the cache.
     *
     * @param source a package, an archive or a folder; when empty {@link KernelSource#VARIABLE} names it, or else it
     *     is the distribution's newest
     */
    public Kernel build(boolean debug, Optional<String> source) {
        KernelSource resolved = KernelSource.resolve(source.or(KernelSource::fromEnvironment), tools);
        return new KernelBuild(resolved, KernelConfiguration.load(debug), tools, progress).obtain(cache("kernels"));
    }

    /**
     * A guest with the kernel that the environment names, or else the one last built from the distribution's source;
     * builds what is missing.
     */
    public Guest guest(boolean debug) {
        Kernel kernel = KernelSource.fromEnvironment().isPresent()
                ? build(debug, Optional.empty())
                : lastBuilt(debug).orElseGet(() -> build(debug, Optional.empty()));
        GuestPrograms programs = GuestPrograms.obtain(cache("programs"), tools, progress);
        ModuleBuild modules = new ModuleBuild(kernel, machine.home().resolve("kmod"), tools, progress);
        return new Guest(kernel, programs, modules.obtain(cache("modules")), machine);
    }

    /** Asking apt takes a second, and a new source minutes to build: that is for {@code lab build}, when it suits. */
    private Optional<Kernel> lastBuilt(boolean debug) {
        String wanted = KernelConfiguration.load(debug).digest();
        return kernels().stream()
                .filter(kernel -> !kernel.named() && kernel.debug() == debug && kernel.configuration().equals(wanted))
                .max(Comparator.comparing(kernel -> kernel.folder().toFile().lastModified()));
    }

    private Cache cache(String kind) {
        return new Cache(machine.cache().resolve("lab").resolve(kind));
    }
}
