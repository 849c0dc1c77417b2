// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.DurationOption;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.topology.QueueLimit;
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.Rate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "limit",
        sortOptions = false,
        description = {
            "Assess a queue limit: its drain time at link rate, its size relative to the bandwidth-delay product, and the "
                    + "defaults of common routers.",
            "",
            "A single long-lived flow needs one bandwidth-delay product, n flows 1/sqrt(n) of it (Appenzeller et al., SIGCOMM "
                    + "2004). Routers: Cisco ASR 1000 (IOS XE 16, queue-limit), Juniper MPC (Junos 13.2, delay buffer).%n"
        })
public final class LimitCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "LIMIT",
            description = "Queue limit in packets (1000), or in bytes with a unit (100000b, 64k).")
    private String limit;

    @Option(names = "--rate", required = true, paramLabel = "RATE", description = "Link rate.")
    private String rate;

    @Option(names = "--rtt", paramLabel = "TIME", description = "Base RTT of the flows (default: unknown).")
    private String rtt = "0s";

    @Option(names = "--mtu", paramLabel = "BYTES", description = "MTU of the link (default: ${DEFAULT-VALUE}).")
    private int mtu = EthernetFrame.DEFAULT_MTU;

    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        QueueLimit queueLimit = QueueLimit.parse(limit, Rate.parse(rate), DurationOption.parse("--rtt", rtt), mtu);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            printJson(queueLimit, out);
        } else {
            queueLimit.describe().forEach(out::println);
        }
        return ExitCode.SUCCESS;
    }

    private static void printJson(QueueLimit limit, PrintWriter out) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.object(() -> {
                json.field("packets", limit.packets());
                json.field("bytes", limit.bytes());
                json.field("drain_time_ns", limit.drainTime().toNanos());
                json.name("bandwidth_delay_product_bytes");
                json.value(limit.rtt().isZero() ? null : limit.bandwidthDelayProduct());
                json.field("cisco_default_packets", limit.ciscoDefaultPackets());
                json.field(
                        "assessment",
                        limit.assessment().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            });
        }
    }
}
