// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.mqecn.host.AddedSchemes;
import org.mqecn.host.FileTrees;
import org.mqecn.value.ContentDigest;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * Builds the modules of marking schemes that users added, against a build of mqecn's modules: in a second or two, since
 * nothing else is compiled.
 *
 * <pre>
 * root/lib/modules/RELEASE/   links to the modules of that build, the modules of the schemes, and the tables of depmod
 * schemes/                    the sources of the schemes
 * build/                      where they were compiled
 * tc                          a link to the tc plugins of that build
 * </pre>
 */
final class SchemeModuleBuilder {
    /** What a scheme includes. */
    static final List<String> HEADERS = List.of("dwrr/scheme.h", "dwrr/wire.h", "uapi/dwrr.h");

    private final ModuleTarget target;
    private final ModuleBuilder.BuiltModules base;
    private final BuildTools buildTools;
    private final Consumer<String> progress;

    SchemeModuleBuilder(
            ModuleTarget target, ModuleBuilder.BuiltModules base, BuildTools buildTools, Consumer<String> progress) {
        this.target = target;
        this.base = base;
        this.buildTools = buildTools;
        this.progress = progress;
    }

    /** @param schemes files NAME.c */
    ModuleBuilder.BuiltModules obtain(BuildCache buildCache, List<Path> schemes) {
        String name = base.id() + "-" + digest(schemes).substring(0, 12);
        Path folder = buildCache.obtain(name, progress, unfinished -> build(unfinished, schemes));
        return new ModuleBuilder.BuiltModules(folder, base.release(), base.id());
    }

    /** Of names and contents; the folders do not matter. */
    private static String digest(List<Path> schemes) {
        try {
            StringBuilder lines = new StringBuilder();
            for (Path scheme : schemes.stream()
                    .sorted(Comparator.comparing(Path::getFileName))
                    .toList()) {
                lines.append(scheme.getFileName()).append(' ').append(ContentDigest.of(Files.readAllBytes(scheme)));
            }
            return ContentDigest.of(lines.toString());
        } catch (IOException e) {
            throw new UserError("cannot read a scheme: " + IoErrors.describe(e), "");
        }
    }

    private void build(Path folder, List<Path> schemes) throws IOException {
        List<String> names = schemes.stream().map(AddedSchemes::name).toList();
        FileTrees.clear(folder);
        Path sources = Files.createDirectories(folder.resolve("schemes"));
        for (Path scheme : schemes) {
            Files.copy(scheme, sources.resolve(scheme.getFileName()));
        }
        Path build = prepareBuild(folder.resolve("build"), sources, names);
        progress.accept("building " + names.stream().map(AddedSchemes::module).collect(Collectors.joining(", ")));
        compile(build);
        install(folder, build);
    }

    private Path prepareBuild(Path build, Path sources, List<String> names) throws IOException {
        for (String header : HEADERS) {
            Path copy = build.resolve(header);
            Files.createDirectories(copy.getParent());
            Files.copy(base.sources().resolve(header), copy);
        }
        Path schemes = Files.createDirectories(build.resolve("schemes"));
        for (Path source : FileTrees.list(sources)) {
            Files.copy(source, schemes.resolve(source.getFileName()));
        }
        Files.copy(base.sources().resolve("Module.symvers"), build.resolve("sch_dwrr.symvers"));
        Files.writeString(build.resolve("Kbuild"), kbuild(names));
        return build;
    }

    private static String kbuild(List<String> names) {
        StringBuilder kbuild = new StringBuilder("KBUILD_EXTRA_SYMBOLS := $(src)/sch_dwrr.symvers\n");
        for (String name : names) {
            kbuild.append("obj-m += %1$s.o\n%1$s-y := schemes/%2$s.o\n".formatted(AddedSchemes.module(name), name));
        }
        return kbuild.toString();
    }

    /** The compiler names files below the folder of the build, which is none of the user's. */
    private void compile(Path build) {
        try {
            String warnings = target.build(build);
            warnings.lines()
                    .filter(line -> line.contains(": warning: "))
                    .map(line -> withoutFolder(line, build))
                    .forEach(progress);
        } catch (UserError e) {
            String message = withoutFolder(e.getMessage(), build);
            throw new UserError(
                    "a scheme does not compile:\n" + message.substring(message.indexOf('\n') + 1),
                    "correct it and build it again; 'mqecn scheme remove NAME' removes one that is added");
        }
    }

    /** A chroot has the folder of the build at /mnt. */
    private static String withoutFolder(String message, Path build) {
        return message.replace(build + "/schemes/", "").replace("/mnt/schemes/", "");
    }

    private void install(Path folder, Path build) throws IOException {
        ModuleBuilder.BuiltModules built = new ModuleBuilder.BuiltModules(folder, base.release(), base.id());
        Files.createDirectories(built.base());
        buildTools.linkTree(base.base(), built.base());
        ModuleBuilder.copyModules(build, built.modulesFolder());
        ModuleBuilder.writeTables(built, buildTools);
        Files.createSymbolicLink(built.tcPlugins(), base.tcPlugins());
    }
}
