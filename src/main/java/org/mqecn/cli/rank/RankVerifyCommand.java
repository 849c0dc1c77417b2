// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.PortSelection;
import org.mqecn.cli.view.RankVerificationView;
import org.mqecn.host.ChangeContext;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.rank.RankVerifier;
import org.mqecn.rank.RankVerifier.ProbeResult;
import org.mqecn.rank.RankVerifier.ProbeStatus;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = {
            "Verify with test packets which queue or rank each DSCP and each rule maps to.",
            "",
            "Sends packets of every DSCP, and packets that each rule matches, through each port, and reads the port's "
                    + "counters to see where they went. The packets have TTL 1 and no receiver accepts them.%n"
        },
        footer = {"", "Exit status: 0 verified, 1 a packet was misclassified or none could be sent, 2 usage error."})
final class RankVerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEV", arity = "0..1", description = "Network device of the port (default: all ports).")
    private Optional<String> device = Optional.empty();

    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec;

    CommandLine commandLine() {
        return common.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        Map<Port, List<ProbeResult>> results = Netns.call(common.namespace(), this::results);
        PrintWriter out = spec.commandLine().getOut();
        if (common.isJson()) {
            RankVerificationView.printJson(out, results);
        } else {
            results.forEach((port, list) -> RankVerificationView.print(out, port, list));
        }
        return results.values().stream().allMatch(RankVerifyCommand::isVerified) ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    /** At least one probe arrived where it should and none failed. */
    private static boolean isVerified(List<ProbeResult> results) {
        List<ProbeStatus> statuses = results.stream().map(ProbeResult::status).toList();
        return (statuses.contains(ProbeStatus.PASSED) || statuses.contains(ProbeStatus.WARNED))
                && !statuses.contains(ProbeStatus.FAILED);
    }

    private Map<Port, List<ProbeResult>> results() {
        ChangeContext context = ChangeContext.onThisMachine(common.namespace(), false);
        context.machine().requireNetAdmin("send packets");
        Map<Port, List<ProbeResult>> results = new LinkedHashMap<>();
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            PortSelection.read(reader, device, port -> port.config().isComplete())
                    .forEach(port -> results.put(port, new RankVerifier(context, reader, port).verify()));
        }
        return results;
    }
}
