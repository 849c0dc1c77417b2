// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import java.util.function.Consumer;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.Lab;
import picocli.CommandLine;

/** Creates the lab of this machine; it reports on standard error what it builds. */
public final class LabFactory {
    private LabFactory() {}

    public static Lab create(CommandLine command) {
        Consumer<String> progress = line -> {
            command.getErr().println("mqecn: " + line);
            command.getErr().flush();
        };
        return new Lab(LocalMachine.current(), progress);
    }
}
