// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ChangeOptions;
import org.mqecn.host.PortChanger;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "set",
        description = {
            "Change one port or, without DEV, every port and the default of ports to come.",
            "",
            "Values of queues are written QUEUE:VALUE; what is not named stays as it is.%n"
        },
        customSynopsis = "mqecn set [-n NETNS] [-o table|json] [--dry-run] [DEV] KEY VALUE… [KEY VALUE…]…%n",
        footer = {
            "",
            "Examples: mqecn set ecn-scheme mq-ecn",
            "          mqecn set eth1 queue-thresh 0:32k 3:16k rate 9gbit",
            "          mqecn set eth0 policy wfq rank-from mark"
        })
public final class SetCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DEV KEY VALUE",
            arity = "1..*",
            hideParamSyntax = true,
            description = "Device, keys and values. Keys: 'mqecn get' shows them.")
    private List<String> arguments;

    private final ChangeOptions changeOptions = new ChangeOptions();

    @Spec
    private CommandSpec spec;

    /** The verb; a negative number is a value that gets its own message, not an option. */
    public CommandLine commandLine() {
        return changeOptions.commandLine(this).setUnmatchedOptionsArePositionalParams(true);
    }

    @Override
    public Integer call() throws Exception {
        if (isKey(arguments.get(0))) {
            QdiscRequest request = requestForAllPorts();
            return changeOptions.execute(spec.commandLine(), context -> new PortChanger(context).set(request));
        }
        requireKey();
        return changeOptions.execute(spec.commandLine(), context -> new PortChanger(context)
                .set(arguments.get(0), arguments.subList(1, arguments.size())));
    }

    /** Only what dwrr knows can be set for every port. */
    private QdiscRequest requestForAllPorts() {
        return QdiscKind.DWRR.setting(arguments.get(0)).isPresent()
                ? QdiscRequest.parse(QdiscKind.DWRR, arguments)
                : QdiscRequest.parse(arguments);
    }

    private static boolean isKey(String word) {
        return QdiscKind.keys().contains(word);
    }

    /** One word that is not near a key is a device; of two that are neither, the first was meant to be a key. */
    private void requireKey() {
        if (arguments.size() == 1
                && Suggestion.nearest(arguments.get(0), QdiscKind.keys()).isEmpty()) {
            throw UserError.usage(
                    "what to set on " + arguments.get(0) + " is missing",
                    "write KEY VALUE behind it; 'mqecn get " + arguments.get(0) + "' shows what there is");
        }
        if (arguments.size() < 3 && (arguments.size() == 1 || !isKey(arguments.get(1)))) {
            throw UserError.usage(
                    "unknown key '" + arguments.get(0) + "'", Suggestion.of(arguments.get(0), QdiscKind.keys()));
        }
    }
}
