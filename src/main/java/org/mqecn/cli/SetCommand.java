// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.host.Changer;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Request;
import org.mqecn.port.Suggestion;
import org.mqecn.port.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "set", description = {"Change one port or, without DEV, every port and the default of ports to come.",
    "", "Values of queues are written QUEUE:VALUE; what is not named stays as it is.%n"},
        customSynopsis = "mqecn set [-n NETNS] [-o table|json] [--dry-run] [DEV] KEY VALUE… [KEY VALUE…]…%n",
        footer = {"", "Examples: mqecn set ecn-scheme mq-ecn",
            "          mqecn set eth1 queue-thresh 0:32k 3:16k rate 9gbit",
            "          mqecn set eth0 policy wfq rank-from mark"})
final class SetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEV KEY VALUE", arity = "1..*", hideParamSyntax = true,
            description = "Device, keys and values. Keys: 'mqecn get' shows them.")
    private List<String> words;

    private final Change change = new Change();

    @Spec
    private CommandSpec spec;

    /** The verb; a negative number is a value that gets its own message, not an option. */
    CommandLine line() {
        return change.line(this).setUnmatchedOptionsArePositionalParams(true);
    }

    @Override
    public Integer call() throws Exception {
        if (isKey(words.get(0))) {
            Request request = ofEveryPort();
            return change.make(spec.commandLine(), session -> new Changer(session).set(request));
        }
        requireKey();
        return change.make(spec.commandLine(),
                session -> new Changer(session).set(words.get(0), words.subList(1, words.size())));
    }

    /** Only what dwrr knows can be set for every port. */
    private Request ofEveryPort() {
        return QdiscKind.DWRR.setting(words.get(0)).isPresent() ? Request.parse(QdiscKind.DWRR, words)
                : Request.parse(words);
    }

    private static boolean isKey(String word) {
        return QdiscKind.keys().contains(word);
    }

    /** One word that is not near a key is a device; of two that are neither, the first was meant to be a key. */
    private void requireKey() {
        if (words.size() == 1 && Suggestion.near(words.get(0), QdiscKind.keys()).isEmpty()) {
            throw UserError.usage("what to set on " + words.get(0) + " is missing",
                    "write KEY VALUE behind it; 'mqecn get " + words.get(0) + "' shows what there is");
        }
        if (words.size() < 3 && (words.size() == 1 || !isKey(words.get(1)))) {
            throw UserError.usage("unknown key '" + words.get(0) + "'", Suggestion.among(words.get(0), QdiscKind.keys()));
        }
    }
}
