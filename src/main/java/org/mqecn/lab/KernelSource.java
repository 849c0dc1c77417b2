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
import org.mqecn.port.UserError;

/**
 * Kernel source: a package of the distribution, an archive or a folder.
 *
 * @param id the name under which what is built from it is kept; another version has another id
 * @param kind how to get at it
 * @param place the package's name, or the path
 * @param named whether somebody asked for this one, rather than for the distribution's newest
 */
record KernelSource(String id, Kind kind, String place, boolean named) {
    /** Names another source than the distribution's newest: a package, an archive or a folder. */
    static final String VARIABLE = "MQECN_LAB_KERNEL";

    private static final String METAPACKAGE = "linux-source";
    private static final Pattern DEPENDS = Pattern.compile("Depends: (linux-source-[0-9.]+)");
    private static final Pattern CANDIDATE = Pattern.compile("Candidate: (\\S+)");
    /** Most of a kernel's source is for other machines. Kconfig reads all of its own files, so those stay. */
    private static final List<String> NOT_NEEDED = List.of(
            "*/Documentation/*/*", "*/arch/[!ux]*.[chS]", "*/arch/*.dts*", "*/drivers/gpu/*.[ch]",
            "*/drivers/net/ethernet/*.[ch]", "*/drivers/net/wireless/*.[ch]", "*/drivers/media/*.[ch]",
            "*/drivers/staging/*.[ch]", "*/sound/*.[ch]", "*/tools/perf/*", "*/tools/testing/*");

    enum Kind { PACKAGE, ARCHIVE, FOLDER }

    /** What the environment names, or nothing. */
    static Optional<String> fromEnvironment() {
        return Optional.ofNullable(System.getenv(VARIABLE)).filter(name -> !name.isBlank());
    }

    /** The source of that name; without one, the distribution's newest. */
    static KernelSource resolve(Optional<String> name, Tools tools) {
        if (name.isEmpty()) {
            return ofPackage(newestPackage(tools), false, tools);
        }
        Path path = Path.of(name.get()).toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            return ofFolder(path, tools);
        }
        return Files.isRegularFile(path) ? ofArchive(path) : ofPackage(name.get(), true, tools);
    }

    /** Lays the source out in an empty folder. */
    void unpack(Path into, Tools tools) throws IOException {
        switch (kind) {
            case PACKAGE -> unpackPackage(into, tools);
            case ARCHIVE -> unpackArchive(Path.of(place), into, tools);
            case FOLDER -> copyFolder(Path.of(place), into, tools);
        }
    }

    static Optional<String> parseNewest(String aptCacheDepends) {
        return first(DEPENDS, aptCacheDepends);
    }

    static Optional<String> parseCandidate(String aptCachePolicy) {
        return first(CANDIDATE, aptCachePolicy).filter(version -> !version.equals("(none)"));
    }

    private static KernelSource ofPackage(String name, boolean named, Tools tools) {
        String version = installedVersion(name, tools)
                .or(() -> tools.query("apt-cache", "policy", name).flatMap(KernelSource::parseCandidate))
                .orElseThrow(() -> new UserError("no kernel source " + name + ": no such package, archive or folder",
                        "apt-get update, or name another with --kernel or " + VARIABLE));
        return new KernelSource(name + "_" + version.replaceAll("[^A-Za-z0-9.+~-]", "_"), Kind.PACKAGE, name,
                named);
    }

    private static String newestPackage(Tools tools) {
        return tools.query("apt-cache", "depends", METAPACKAGE).flatMap(KernelSource::parseNewest)
                .orElseThrow(() -> new UserError("apt knows no package " + METAPACKAGE,
                        "apt-get update, or name a kernel source with --kernel or " + VARIABLE));
    }

    private static Optional<String> installedVersion(String name, Tools tools) {
        return tools.query("dpkg-query", "--show", "--showformat=${db:Status-Status} ${Version}", name)
                .filter(text -> text.startsWith("installed "))
                .map(text -> text.substring("installed ".length()));
    }

    private static KernelSource ofArchive(Path path) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            String content = Digest.of(path + " " + file.size() + " " + file.lastModifiedTime());
            String name = path.getFileName().toString().replaceFirst("\\.tar.*|\\.t[gx]z", "");
            return new KernelSource(name + "_" + content.substring(0, 8), Kind.ARCHIVE, path.toString(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KernelSource ofFolder(Path path, Tools tools) {
        if (!Files.isDirectory(path.resolve("arch/um"))) {
            throw new UserError(path + " holds no kernel source", "name a folder that has arch/um in it");
        }
        String version = tools.run(path, "make", "--silent", "kernelversion").strip();
        return new KernelSource("linux-" + version + "_" + Digest.of(path.toString()).substring(0, 8), Kind.FOLDER,
                path.toString(), true);
    }

    private void unpackPackage(Path into, Tools tools) throws IOException {
        if (installedVersion(place, tools).isPresent()) {
            unpackArchive(onlyArchive(Path.of("/usr/src"), place), into, tools);
            return;
        }
        Path download = Files.createTempDirectory(into.getParent(), "download-");
        try {
            tools.run(download, "apt-get", "--quiet", "download", place);
            tools.run(download, "dpkg", "--extract", onlyArchive(download, place + "_").toString(), ".");
            unpackArchive(onlyArchive(download.resolve("usr/src"), place), into, tools);
        } finally {
            Folders.delete(download);
        }
    }

    /** A folder may have been built in, for another machine. */
    private static void copyFolder(Path from, Path into, Tools tools) throws IOException {
        List<String> command = new ArrayList<>(List.of("cp", "--archive", "--reflink=auto", "--target-directory=."));
        try (Stream<Path> files = Files.list(from)) {
            files.filter(file -> !file.endsWith(".git")).forEach(file -> command.add(file.toString()));
        }
        tools.run(into, OutputStream.nullOutputStream(), command);
        tools.run(into, "make", "--silent", "mrproper");
    }

    private static Path onlyArchive(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new UserError("no " + prefix + "… in " + folder, ""));
        }
    }

    private static void unpackArchive(Path archive, Path into, Tools tools) {
        List<String> command = new ArrayList<>(List.of("tar", "--extract", "--strip-components=1", "--wildcards"));
        NOT_NEEDED.forEach(pattern -> command.add("--exclude=" + pattern));
        command.addAll(List.of("--file", archive.toString()));
        tools.run(into, OutputStream.nullOutputStream(), command);
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
