// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.port.SchemeLibrary;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * The marking schemes that users added, a file NAME.c each: in a folder of the user, and in one of the machine, whose
 * schemes are modules of the running kernel.
 */
public final class AddedSchemes implements SchemeLibrary {
    /** One folder in place of both. */
    static final String ENVIRONMENT_VARIABLE = "MQECN_SCHEMES";

    private static final String SUFFIX = ".c";

    private final Path own;
    private final Path ofMachine;

    /** Those that all verbs of this process know. */
    public AddedSchemes() {
        this(LocalMachine.current());
    }

    public AddedSchemes(LocalMachine machine) {
        this(
                environment(ENVIRONMENT_VARIABLE).orElseGet(() -> environment("XDG_DATA_HOME")
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local/share"))
                        .resolve("mqecn/schemes")),
                environment(ENVIRONMENT_VARIABLE).orElseGet(() -> folderOfMachine(machine)));
    }

    /**
     * @param own folder of the user
     * @param ofMachine folder of the machine
     */
    AddedSchemes(Path own, Path ofMachine) {
        this.own = own;
        this.ofMachine = ofMachine;
    }

    private static Optional<Path> environment(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .filter(value -> !value.isEmpty())
                .map(value -> Path.of(value).toAbsolutePath());
    }

    /** The folder of schemes that are modules of the running kernel. */
    static Path folderOfMachine(LocalMachine machine) {
        return machine.stateFolder().resolve("schemes");
    }

    @Override
    public List<SchemeFile> files() {
        return paths().stream()
                .map(path -> new SchemeFile(path.toString(), read(path)))
                .toList();
    }

    /** The files; one of the user comes before one of the machine with the same name. */
    public List<Path> paths() {
        List<Path> paths = new ArrayList<>(sources(own));
        List<Path> names = paths.stream().map(Path::getFileName).toList();
        sources(ofMachine).stream()
                .filter(path -> !names.contains(path.getFileName()))
                .forEach(paths::add);
        return paths;
    }

    static List<Path> sources(Path folder) {
        try {
            return Files.isDirectory(folder)
                    ? FileTrees.list(folder).stream()
                            .filter(path -> path.getFileName().toString().matches("[a-z0-9-]+[.]c"))
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UserError("cannot read the schemes in " + folder + ": " + IoErrors.reason(e), "");
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + IoErrors.reason(e), "");
        }
    }

    public Optional<Path> find(String name) {
        return paths().stream()
                .filter(path -> path.getFileName().toString().equals(name + SUFFIX))
                .findFirst();
    }

    /** Adds a scheme for this user, or replaces it. */
    public Path add(String name, String source) {
        Path file = own.resolve(name + SUFFIX);
        try {
            AtomicFile.write(file, source);
        } catch (IOException e) {
            throw new UserError("cannot write " + file + ": " + IoErrors.reason(e), "");
        }
        return file;
    }

    /** Removes a scheme of this user. Returns whether there was one. */
    public boolean remove(String name) {
        Path file = own.resolve(name + SUFFIX);
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UserError("cannot delete " + file + ": " + IoErrors.reason(e), "delete it by hand");
        }
    }

    /** The name of a scheme's kernel module. */
    public static String module(String scheme) {
        return "sch_dwrr_" + scheme;
    }

    /** The name of the scheme in a file NAME.c. */
    public static String name(Path file) {
        return file.getFileName().toString().replaceFirst("[.]c$", "");
    }
}
