// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The verbs of a verb, in the order of its help. Looking at the options of a dozen of them takes longer than most of
 * them run, so that only the one that is asked for is looked at; all are where none is, or one that is not there.
 */
public final class VerbGroup {
    private final Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();

    public VerbGroup add(String word, Supplier<Object> verb) {
        verbs.put(word, verb);
        return this;
    }

    /**
     * The verb that they belong to.
     *
     * @param asked the word behind it; empty for none
     */
    public CommandLine commandLine(Object verb, String asked) {
        CommandLine line = new CommandLine(verb);
        line.getCommandSpec().usageMessage().synopsisSubcommandLabel(String.join(" | ", verbs.keySet()));
        verbs.entrySet().stream()
                .filter(each -> each.getKey().equals(asked) || !verbs.containsKey(asked))
                .forEach(each ->
                        line.addSubcommand(each.getKey(), each.getValue().get()));
        return line;
    }
}
