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
            "Change settings of one port or, without DEV, of all ports and the defaults for new ports.",
            "",
            "Write per-queue values as QUEUE:VALUE; other settings keep their values.%n"
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
            description = "Device, keys and values; 'mqecn get' lists the keys.")
    private List<String> arguments;

    private final ChangeOptions changeOptions = new ChangeOptions();

    @Spec
    private CommandSpec spec;

    /** Accepts negative numbers as values, not as options, so that the key's own error message is shown. */
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

    /** Only settings of dwrr can be changed for all ports. */
    private QdiscRequest requestForAllPorts() {
        return QdiscKind.DWRR.setting(arguments.get(0)).isPresent()
                ? QdiscRequest.parse(QdiscKind.DWRR, arguments)
                : QdiscRequest.parse(arguments);
    }

    private static boolean isKey(String argument) {
        return QdiscKind.keys().contains(argument);
    }

    /**
     * Reports a missing or misspelled key. A single argument that resembles no key is a device; of two arguments that are
     * neither, the first is a misspelled key.
     */
    private void requireKey() {
        if (arguments.size() == 1
                && Suggestion.nearest(arguments.get(0), QdiscKind.keys()).isEmpty()) {
            throw UserError.usage(
                    "missing KEY VALUE for " + arguments.get(0),
                    "'mqecn get " + arguments.get(0) + "' lists the keys and their values");
        }
        if (arguments.size() < 3 && (arguments.size() == 1 || !isKey(arguments.get(1)))) {
            throw UserError.usage(
                    "unknown key '" + arguments.get(0) + "'", Suggestion.of(arguments.get(0), QdiscKind.keys()));
        }
    }
}
