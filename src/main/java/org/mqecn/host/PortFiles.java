// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mqecn.schema.Located;
import org.mqecn.schema.Problem;
import org.mqecn.schema.Problems;
import org.mqecn.schema.TextFile;
import org.mqecn.topology.PortFile;
import org.mqecn.topology.PortSpec;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * Files of ports that are read together: a device is in one of them only.
 *
 * @param names of the files
 * @param ports in the order of the files
 */
public record PortFiles(List<String> names, List<PortSpec> ports, List<Problem> problems) {
    private static final String SUFFIX = ".yaml";

    /**
     * Reads files, and the YAML files in folders.
     *
     * @throws UserError if one cannot be read
     */
    public static PortFiles read(List<Path> filesOrFolders) {
        return of(filesOrFolders.stream()
                .flatMap(path -> expand(path).stream())
                .map(PortFile::read)
                .toList());
    }

    /**
     * Reads the YAML files in a folder that have one of some devices.
     *
     * @throws UserError if one of them cannot be read
     */
    public static PortFiles readWith(Path folder, List<String> devices) {
        return of(expand(folder).stream()
                .filter(file -> devices.stream().anyMatch(device -> mentions(file, device)))
                .map(PortFile::read)
                .toList());
    }

    /** The file of one device in a folder. */
    public static Path fileOf(Path folder, String device) {
        return folder.resolve(device + SUFFIX);
    }

    /** The file of a folder that has a device, or else the one that it gets. */
    public static Path findFile(Path folder, String device) {
        Path own = fileOf(folder, device);
        return findOther(folder, device, own).orElse(own);
    }

    /**
     * The only file of a folder.
     *
     * @throws UserError if there is none, or more than one
     */
    public static Path requireOnly(Path folder) {
        List<Path> files = Files.isDirectory(folder) ? expand(folder) : List.of();
        if (files.size() != 1) {
            throw new UserError(
                    folder + (files.isEmpty() ? " has no files" : " has " + files.size() + " files"),
                    "name a device or a file: 'mqecn edit DEV', 'mqecn edit -f FILE'");
        }
        return files.get(0);
    }

    /** An edited file, and the others of its folder if that is the one of this machine. */
    static PortFiles withOthers(PortFile edited, Path file, Path folder) {
        List<PortFile> files = new ArrayList<>(List.of(edited));
        if (folder.equals(file.toAbsolutePath().getParent()) && Files.isDirectory(folder)) {
            expand(folder).stream()
                    .filter(other -> !other.equals(file.toAbsolutePath()))
                    .map(PortFile::read)
                    .forEach(files::add);
        }
        return of(files);
    }

    /** Finds a file in a folder that has a device, other than a given one. */
    static Optional<Path> findOther(Path folder, String device, Path except) {
        return findFiles(folder, port -> port.name().equals(device))
                .filter(file -> !file.equals(except))
                .findFirst();
    }

    /** Finds another device in the file of one. */
    static Optional<String> findOtherPort(Path file, String device) {
        return Files.exists(file)
                ? PortFile.read(file).ports().stream()
                        .map(PortSpec::name)
                        .filter(name -> !name.equals(device))
                        .findFirst()
                : Optional.empty();
    }

    /** Finds the file of a folder by which a device is a port. */
    static Optional<Path> findPort(Path folder, String device) {
        return findFiles(
                        folder,
                        port -> port.name().equals(device) && port.request().isPresent())
                .findFirst();
    }

    /** The files of a folder that have a port, except for those that cannot be read. */
    private static Stream<Path> findFiles(Path folder, Predicate<PortSpec> condition) {
        return Files.isDirectory(folder)
                ? expand(folder).stream().filter(file -> {
                    try {
                        return PortFile.read(file).ports().stream().anyMatch(condition);
                    } catch (UserError e) {
                        return false;
                    }
                })
                : Stream.empty();
    }

    /** Whether a device is in a file, at least in a comment. The file may have errors that concern other devices only. */
    private static boolean mentions(Path file, String device) {
        return TextFile.readExpected(file, "").contains(device);
    }

    /** The YAML files in a folder, sorted; or the file itself. */
    public static List<Path> expand(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try {
            return FileTrees.list(fileOrFolder).stream()
                    .filter(file -> isPortFileName(file.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UserError("cannot read " + fileOrFolder + ": " + IoErrors.reason(e), "");
        }
    }

    private static boolean isPortFileName(String name) {
        return name.endsWith(SUFFIX) && !name.startsWith(".");
    }

    /** Combines files that have been read. */
    static PortFiles of(List<PortFile> files) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Located<String>> seen = new LinkedHashMap<>();
        List<PortSpec> ports = new ArrayList<>();
        for (PortFile file : files) {
            problems.addAll(file.problems());
            for (PortSpec port : file.ports()) {
                Located<String> first = seen.putIfAbsent(port.name(), port.device());
                if (first != null) {
                    problems.add(new Problem(
                            port.device().location(),
                            false,
                            "'" + port.name() + "' occurs twice",
                            "it is already in " + first.location()));
                }
                ports.add(port);
            }
        }
        return new PortFiles(files.stream().map(PortFile::name).toList(), ports, problems);
    }

    /**
     * The ports.
     *
     * @throws UserError a usage error with every error of the files, if there are any
     */
    public List<PortSpec> requireValid() {
        List<Problem> errors =
                problems.stream().filter(problem -> !problem.warning()).toList();
        if (!errors.isEmpty()) {
            throw Problems.toUserError(errors, UserError::usage);
        }
        return ports;
    }
}
