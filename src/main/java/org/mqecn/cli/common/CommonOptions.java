// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options of every verb that reads or changes the network. They are built without annotations, as is all of
 * {@code StatsCommand}: reading annotations adds 30 ms to the start-up time.
 */
public class CommonOptions {
    private final OptionSpec namespace = OptionSpec.builder("-n", "--netns")
            .paramLabel(NamespaceOption.LABEL)
            .type(String.class)
            .initialValue("")
            .description(NamespaceOption.DESCRIPTION)
            .build();
    private final OptionSpec format;
    private final OptionSpec help = OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .description(HelpOption.DESCRIPTION)
            .build();

    public CommonOptions() {
        this(OutputFormat.TABLE, OutputOption.LABEL);
    }

    /**
     * Options of a verb with other formats than most.
     *
     * @param initial the default format
     */
    public CommonOptions(Enum<?> initial, String label) {
        format = OptionSpec.builder("-o", "--output")
                .paramLabel(label)
                .type(initial.getDeclaringClass())
                .initialValue(initial)
                .description(OutputOption.DESCRIPTION)
                .build();
    }

    /** Returns the command line of a verb with these options added. */
    public final CommandLine commandLine(Object annotatedVerb) {
        CommandLine line = new CommandLine(annotatedVerb);
        addTo(line.getCommandSpec());
        return line;
    }

    public void addTo(CommandSpec verb) {
        verb.addOption(namespace).addOption(format).addOption(help);
    }

    public final boolean isJson() {
        return format() == OutputFormat.JSON;
    }

    public final Enum<?> format() {
        return format.getValue();
    }

    public final String namespace() {
        return namespace.getValue();
    }
}
