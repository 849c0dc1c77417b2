// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.PrintWriter;
import org.mqecn.port.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs of mqecn. */
@Command(name = "mqecn", description = "A Linux machine as a multi-queue switch port that marks ECN.",
        subcommands = {})
public final class Main {
    static final int FAILED = 1;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /** Runs one command line and returns its exit code; serves main and tests alike. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(Main::report)
                .execute(args);
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (!(failure instanceof UserError error)) {
            throw failure;
        }
        command.getErr().println("mqecn: " + error.getMessage());
        if (!error.remedy().isEmpty()) {
            command.getErr().println("  " + error.remedy());
        }
        return FAILED;
    }
}
