// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.AddedSchemes;
import org.mqecn.host.SchemeSource;
import org.mqecn.port.DwrrScheme;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** Adds the scheme of a user's file to those that mqecn and the lab know. */
public final class SchemeAdder {
    private final AddedSchemes added;
    private final SchemeSource source;

    public SchemeAdder(AddedSchemes added, SchemeSource source) {
        this.added = added;
        this.source = source;
    }

    /** Compiles the added schemes, and throws what the compiler says. */
    @FunctionalInterface
    public interface SchemeCompiler {
        void compile(List<Path> schemes);
    }

    /**
     * Adds the scheme, or replaces what was added under its name. If it is wrong, what was there before remains.
     *
     * <p>The file comes first: this process reads the schemes once, and so knows the new one.
     *
     * @throws UserError if it declares something wrong or does not compile
     */
    public DwrrScheme add(SchemeCompiler compiler) {
        Optional<String> before = added.find(source.name()).map(SchemeAdder::read);
        added.add(source.name(), source.text());
        try {
            DwrrScheme scheme = source.declared();
            compiler.compile(added.paths());
            return scheme;
        } catch (UserError e) {
            before.ifPresentOrElse(text -> added.add(source.name(), text), () -> added.remove(source.name()));
            throw e;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + IoErrors.reason(e), "");
        }
    }
}
