// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.SchemeLibrary;
import org.mqecn.port.SchemeRole;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * The file of a marking scheme or buffer policy that a user is writing.
 *
 * @param file NAME.c
 */
public record SchemeSource(Path file, String text) {
    /** A model of the scheme, beside its file. */
    private static final String MODEL = "Model.java";

    /**
     * Finds a scheme: NAME is {@code NAME/NAME.c} or {@code NAME.c}, anything with a slash or {@code .c} is a path.
     *
     * @return empty if there is no file for a name
     * @throws UserError if a path leads to no file that can be read
     */
    public static Optional<SchemeSource> find(String fileOrName) {
        if (fileOrName.endsWith(".c")) {
            return Optional.of(read(Path.of(fileOrName)));
        }
        Path folder = Path.of(fileOrName);
        return Stream.of(folder.resolve(folder.getFileName() + ".c"), Path.of(fileOrName + ".c"))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(SchemeSource::read);
    }

    /**
     * Finds a scheme, also one of this version of mqecn and one that was added.
     *
     * @throws UserError if there is none
     */
    public static SchemeSource require(String fileOrName, LocalMachine machine) {
        return find(fileOrName)
                .or(() -> Stream.concat(
                                new AddedSchemes(machine).find(fileOrName).stream(),
                                SchemeRole.folders().map(folder -> machine.home()
                                        .resolve("kmod/" + folder + "/" + fileOrName + ".c")))
                        .filter(Files::isRegularFile)
                        .findFirst()
                        .map(SchemeSource::read))
                .orElseThrow(() -> notFound(fileOrName));
    }

    /** The error for a name for which there is no file. */
    public static UserError notFound(String fileOrName) {
        return UserError.usage(
                "there is no scheme '" + fileOrName + "': neither " + fileOrName + "/" + fileOrName + ".c nor "
                        + fileOrName + ".c",
                "'mqecn scheme new " + fileOrName + "' begins one");
    }

    private static SchemeSource read(Path file) {
        try {
            return new SchemeSource(file, Files.readString(file));
        } catch (IOException e) {
            throw UserError.usage(
                    "cannot read " + file + ": " + IoErrors.reason(e), "'mqecn scheme new NAME' begins a scheme");
        }
    }

    public String name() {
        return AddedSchemes.name(file);
    }

    /** The model of the scheme, if it has one. */
    public Optional<Path> model() {
        return Optional.of(file.resolveSibling(MODEL)).filter(Files::isRegularFile);
    }

    /**
     * What the scheme declares.
     *
     * @throws UserError if the kernel would refuse it, or if its name or a name of a parameter is taken
     */
    public DwrrScheme declared() {
        SchemeLibrary.SchemeFile source = new SchemeLibrary.SchemeFile(file.toString(), text);
        DwrrScheme scheme =
                ModuleSchemes.isShipped(name()) ? ModuleSchemes.find(name()).orElseThrow() : ModuleSchemes.read(source);
        if (!scheme.name().equals(name())) {
            throw UserError.usage(
                    file + " declares the scheme " + scheme.name() + ": the kernel looks for it in "
                            + AddedSchemes.module(scheme.name()) + ", which is made of " + scheme.name() + ".c",
                    "give file and scheme the same name");
        }
        return scheme;
    }
}
