// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mqecn.host.FileTrees;
import org.mqecn.value.ContentDigest;
import org.mqecn.value.UserError;

/**
 * Kernel source: a package of the distribution, an archive or a folder.
 *
 * @param id name of what is built from it in the cache; it differs between versions
 * @param sourceKind kind of source
 * @param location the package's name, or the path
 * @param explicit whether it was requested explicitly, not as the newest of the distribution
 */
record KernelSource(String id, SourceKind sourceKind, String location, boolean explicit) {
    /** Selects a source other than the newest of the distribution: a package, an archive or a folder. */
    static final String ENVIRONMENT_VARIABLE = "MQECN_LAB_KERNEL";

    private static final String METAPACKAGE = "linux-source";
    private static final Pattern DEPENDS = Pattern.compile("Depends: (linux-source-[0-9.]+)");
    private static final Pattern CANDIDATE = Pattern.compile("Candidate: (\\S+)");
    /** Other architectures and drivers, most of the source, without the Kconfig files, which kconfig reads all. */
    private static final List<String> EXCLUDED_FILES = List.of(
            "*/Documentation/*/*",
            "*/arch/[!ux]*/*.[chS]",
            "*/arch/*.dts*",
            "*/drivers/gpu/*.[ch]",
            "*/drivers/net/ethernet/*.[ch]",
            "*/drivers/net/wireless/*.[ch]",
            "*/drivers/media/*.[ch]",
            "*/drivers/staging/*.[ch]",
            "*/sound/*.[ch]",
            "*/tools/perf/*",
            "*/tools/testing/*");

    enum SourceKind {
        PACKAGE,
        ARCHIVE,
        FOLDER
    }

    /** The source that the environment variable selects, if it is set. */
    static Optional<String> fromEnvironment() {
        return Optional.ofNullable(System.getenv(ENVIRONMENT_VARIABLE)).filter(name -> !name.isBlank());
    }

    /** Finds a source; without a name, the newest of the distribution. */
    static KernelSource resolve(Optional<String> name, BuildTools buildTools) {
        if (name.isEmpty()) {
            return ofPackage(newestPackage(buildTools), false, buildTools);
        }
        Path path = Path.of(name.get()).toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            return ofFolder(path, buildTools);
        }
        return Files.isRegularFile(path) ? ofArchive(path) : ofPackage(name.get(), true, buildTools);
    }

    /** Unpacks the source into an empty folder. */
    void unpack(Path into, BuildTools buildTools) throws IOException {
        switch (sourceKind) {
            case PACKAGE -> unpackPackage(into, buildTools);
            case ARCHIVE -> unpackArchive(Path.of(location), into, buildTools);
            case FOLDER -> copyFolder(Path.of(location), into, buildTools);
        }
    }

    static Optional<String> parseNewest(String aptCacheDepends) {
        return firstGroup(DEPENDS, aptCacheDepends);
    }

    static Optional<String> parseCandidate(String aptCachePolicy) {
        return firstGroup(CANDIDATE, aptCachePolicy).filter(version -> !version.equals("(none)"));
    }

    private static KernelSource ofPackage(String name, boolean named, BuildTools buildTools) {
        String version = installedVersion(name, buildTools)
                .or(() -> buildTools.tryRun("apt-cache", "policy", name).flatMap(KernelSource::parseCandidate))
                .orElseThrow(() -> new UserError(
                        "no kernel source " + name + ": no such package, archive or folder",
                        "apt-get update, or name another with --kernel or " + ENVIRONMENT_VARIABLE));
        return new KernelSource(
                name + "_" + version.replaceAll("[^A-Za-z0-9.+~-]", "_"), SourceKind.PACKAGE, name, named);
    }

    private static String newestPackage(BuildTools buildTools) {
        return buildTools
                .tryRun("apt-cache", "depends", METAPACKAGE)
                .flatMap(KernelSource::parseNewest)
                .orElseThrow(() -> new UserError(
                        "apt knows no package " + METAPACKAGE,
                        "apt-get update, or name a kernel source with --kernel or " + ENVIRONMENT_VARIABLE));
    }

    private static Optional<String> installedVersion(String name, BuildTools buildTools) {
        return buildTools
                .tryRun("dpkg-query", "--show", "--showformat=${db:Status-Status} ${Version}", name)
                .filter(text -> text.startsWith("installed "))
                .map(text -> text.substring("installed ".length()));
    }

    private static KernelSource ofArchive(Path path) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            String content = ContentDigest.of(path + " " + file.size() + " " + file.lastModifiedTime());
            String name = path.getFileName().toString().replaceFirst("\\.tar.*|\\.t[gx]z", "");
            return new KernelSource(name + "_" + content.substring(0, 8), SourceKind.ARCHIVE, path.toString(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KernelSource ofFolder(Path path, BuildTools buildTools) {
        if (!Files.isDirectory(path.resolve("arch/um"))) {
            throw new UserError(path + " contains no kernel source", "name a folder with arch/um");
        }
        String version =
                buildTools.run(path, "make", "--silent", "kernelversion").strip();
        return new KernelSource(
                "linux-" + version + "_" + ContentDigest.of(path.toString()).substring(0, 8),
                SourceKind.FOLDER,
                path.toString(),
                true);
    }

    private void unpackPackage(Path into, BuildTools buildTools) throws IOException {
        if (installedVersion(location, buildTools).isPresent()) {
            unpackArchive(onlyArchive(Path.of("/usr/src"), location), into, buildTools);
            return;
        }
        Path download = Files.createTempDirectory(into.getParent(), "download-");
        try {
            buildTools.run(download, "apt-get", "--quiet", "download", location);
            buildTools.run(
                    download,
                    "dpkg",
                    "--extract",
                    onlyArchive(download, location + "_").toString(),
                    ".");
            unpackArchive(onlyArchive(download.resolve("usr/src"), location), into, buildTools);
        } finally {
            FileTrees.delete(download);
        }
    }

    /** Copies the source and removes the results of builds in it. */
    private static void copyFolder(Path from, Path into, BuildTools buildTools) throws IOException {
        List<String> command = new ArrayList<>(List.of("cp", "--archive", "--reflink=auto", "--target-directory=."));
        try (Stream<Path> files = Files.list(from)) {
            files.filter(file -> !file.endsWith(".git")).forEach(file -> command.add(file.toString()));
        }
        buildTools.run(into, OutputStream.nullOutputStream(), command);
        buildTools.run(into, "make", "--silent", "mrproper");
    }

    private static Path onlyArchive(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new UserError("no " + prefix + "… in " + folder, ""));
        }
    }

    private static void unpackArchive(Path archive, Path into, BuildTools buildTools) {
        List<String> command = new ArrayList<>(List.of("tar", "--extract", "--strip-components=1", "--wildcards"));
        EXCLUDED_FILES.forEach(pattern -> command.add("--exclude=" + pattern));
        command.addAll(List.of("--file", archive.toString()));
        buildTools.run(into, OutputStream.nullOutputStream(), command);
    }

    private static Optional<String> firstGroup(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
