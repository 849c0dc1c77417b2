// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import org.mqecn.host.LocalMachine;
import org.mqecn.lab.Lab;
import picocli.CommandLine;

/** Creates the lab of this machine, which reports its progress on standard error. */
public final class LabFactory {
    private LabFactory() {}

    public static Lab create(CommandLine command) {
        return new Lab(LocalMachine.current(), line -> Messages.print(command, line));
    }
}
