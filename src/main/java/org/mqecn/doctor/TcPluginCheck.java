// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import org.mqecn.host.CommandResult;

/**
 * Whether tc knows a kind of qdisc.
 *
 * @param command that asked tc for its help
 */
record TcPluginCheck(String kind, String command, CommandResult help) implements HealthCheck {
    @Override
    public Judgement judge() {
        String text = help.output() + help.errors();
        if (help.exitStatus() == CommandResult.NOT_FOUND) {
            return Judgement.failure("tc is not installed", "PATH", "'apt-get install iproute2'");
        }
        if (!text.contains(kind)) {
            return Judgement.failure(
                    "tc does not work"
                            + text.lines().findFirst().map(line -> ": " + line).orElse(""),
                    command,
                    "'apt-get install --reinstall iproute2'");
        }
        return text.contains("Unknown qdisc")
                ? Judgement.failure(
                        "tc has no plugin for " + kind, command, "run 'make' in the checkout, or 'make install'")
                : Judgement.ok("tc knows " + kind, command);
    }
}
