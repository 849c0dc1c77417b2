// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The subverbs of a verb, in the order of its help. Reading the options of a dozen of them takes longer than most of
 * them run. Therefore only the requested subverb is created, and all of them only if none or an unknown one is requested.
 */
public final class VerbGroup {
    private final Map<String, Supplier<Object>> subverbs = new LinkedHashMap<>();

    public VerbGroup add(String name, Supplier<Object> subverb) {
        subverbs.put(name, subverb);
        return this;
    }

    /**
     * Returns the command line of the verb.
     *
     * @param requested name of the requested subverb; empty for none
     */
    public CommandLine commandLine(Object verb, String requested) {
        CommandLine line = new CommandLine(verb);
        line.getCommandSpec().usageMessage().synopsisSubcommandLabel(String.join(" | ", subverbs.keySet()));
        subverbs.entrySet().stream()
                .filter(subverb -> subverb.getKey().equals(requested) || !subverbs.containsKey(requested))
                .forEach(subverb ->
                        line.addSubcommand(subverb.getKey(), subverb.getValue().get()));
        return line;
    }
}
