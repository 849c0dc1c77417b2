// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** A marking scheme, compiled as a program that decides about packets ({@code kmod/model/scheme.c}). */
public final class SchemeProgram {
    private final Path folder;

    /**
     * Compiles a scheme.
     *
     * @param kmod the folder of mqecn's sources
     * @param scheme its file
     * @param folder for the program
     * @throws UserError with the compiler's messages
     */
    public SchemeProgram(Path kmod, Path scheme, Path folder) {
        this.folder = folder;
        Path headers = folder.resolve("include");
        try {
            new KernelHeaders(kmod).writeEmpty(headers, List.of(scheme));
        } catch (IOException e) {
            throw new UserError("cannot write in " + folder + ": " + IoErrors.describe(e), "");
        }
        Path model = kmod.resolve("model");
        CommandResult result = new CommandRunner()
                .capture(List.of(
                        "cc",
                        "-O1",
                        "-Wall",
                        "-Werror",
                        "-DSCHEME=\"" + scheme.toAbsolutePath() + "\"",
                        "-I" + headers,
                        "-I" + model,
                        "-I" + kmod,
                        "-I" + kmod.resolve("schemes"),
                        "-o",
                        program().toString(),
                        model.resolve("scheme.c").toString(),
                        "-lm"));
        if (!result.succeeded()) {
            throw new UserError(
                    scheme.getFileName() + " does not compile as a program:\n"
                            + BuildTools.diagnostics(result.errors()).orElse(result.errors()),
                    "what it uses of the kernel must be in " + model.resolve("kernel.h"));
        }
    }

    private Path program() {
        return folder.resolve("scheme").toAbsolutePath();
    }

    /** Runs the steps that {@code scheme.c} describes. Returns its lines: verdicts, then the statistics. */
    public List<String> run(String steps) {
        return run(folder, List.of(program().toString()), steps);
    }

    /**
     * Runs a program that reads steps as {@code scheme.c} does.
     *
     * @throws UserError if it fails
     */
    static List<String> run(Path folder, List<String> program, String steps) {
        CommandResult result = new CommandRunner().capture(new Command(program, steps), folder);
        if (!result.succeeded()) {
            throw new UserError(
                    String.join(" ", program) + ": exit status " + result.exitStatus() + "\n" + result.errors(), "");
        }
        return result.output().lines().toList();
    }
}
