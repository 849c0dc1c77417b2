// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import java.util.concurrent.Callable;
import org.mqecn.netlink.Netns;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options of every verb that touches the network. They are put together by hand, as is all of {@code StatsCommand}:
 * reading annotations costs a start 30 ms.
 */
public class CommonOptions {
    private final OptionSpec namespace = OptionSpec.builder("-n", "--netns")
            .paramLabel("NETNS")
            .type(String.class)
            .initialValue("")
            .description("Work in this network namespace.")
            .build();
    private final OptionSpec format = OptionSpec.builder("-o", "--output")
            .paramLabel("table|json")
            .type(OutputFormat.class)
            .initialValue(OutputFormat.TABLE)
            .description("How to write the result; nothing else goes to standard output.")
            .build();
    private final OptionSpec help = OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .description("Show this help.")
            .build();

    /** The command line of a verb with these options added to its own. */
    public final CommandLine commandLine(Object annotatedVerb) {
        CommandLine line = new CommandLine(annotatedVerb);
        addTo(line.getCommandSpec());
        return line;
    }

    /** Adds these options to those of a verb. */
    public void addTo(CommandSpec verb) {
        verb.addOption(namespace).addOption(format).addOption(help);
    }

    public final boolean isJson() {
        return format.getValue() == OutputFormat.JSON;
    }

    public final String namespace() {
        return namespace.getValue();
    }

    /** Does something in the network namespace that was asked for. */
    public final <T> T callInNamespace(Callable<T> task) {
        return Netns.call(namespace(), task);
    }
}
