// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import java.io.PrintWriter;
import picocli.CommandLine;

/** Progress and warnings on standard error, which never mix with results. */
public final class Messages {
    private Messages() {}

    public static void print(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        err.println("mqecn: " + message);
        err.flush();
    }

    public static void printWarning(CommandLine command, String warning) {
        print(command, "warning: " + warning);
    }
}
