// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.operations;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.DurationOption;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.view.FindingView;
import org.mqecn.cli.view.TextStyle;
import org.mqecn.doctor.Doctor;
import org.mqecn.doctor.Finding;
import org.mqecn.doctor.Severity;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.Terminal;
import org.mqecn.netlink.Netns;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        description = {
            "Find what keeps ports from working or marking: kernel, modules, tc, privileges, qdiscs, offloads, ECN of TCP, "
                    + "thresholds, limits.",
            "",
            "A line for each check: ✓ good, ! may be a problem, ✗ a problem; then the fact, its source in brackets and "
                    + "the remedy. Nothing is changed. Hosts that are network namespaces of this machine are examined too.%n"
        },
        footer = {"", "Exit status 0 if no check says ✗, else 1."})
public final class DoctorCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEV", arity = "0..1", description = "Network device (default: all ports).")
    private String device = "";

    @Option(
            names = "--rtt",
            paramLabel = "TIME",
            description =
                    "Base RTT of the flows, for the check of thresholds (default: the shortest of TCP connections).")
    private String rtt = "";

    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec;

    public CommandLine commandLine() {
        return common.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        Optional<Duration> given =
                rtt.isEmpty() ? Optional.empty() : Optional.of(DurationOption.parsePositive("--rtt", rtt));
        CommandRunner runner = new CommandRunner();
        List<Finding> findings = Netns.call(
                common.namespace(), () -> new Doctor(LocalMachine.current(), runner, common.namespace(), given)
                        .examine(Optional.of(device).filter(name -> !name.isEmpty())));
        FindingView view = new FindingView(spec.commandLine().getOut());
        if (common.isJson()) {
            view.printJson(findings);
        } else {
            view.print(findings, style(runner));
        }
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.FAILURE)
                ? ExitCode.FAILED
                : ExitCode.SUCCESS;
    }

    private static TextStyle style(CommandRunner runner) {
        Map<String, String> environment = System.getenv();
        return Terminal.outputSize(runner, environment).isPresent() && Terminal.allowsColour(environment)
                ? TextStyle.COLOURED
                : TextStyle.PLAIN;
    }
}
