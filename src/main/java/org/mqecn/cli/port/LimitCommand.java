// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.DurationOption;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutputFormat;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.topology.QueueLimit;
import org.mqecn.value.Bytes;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether the limit of a queue is reasonable. */
@Command(
        name = "limit",
        sortOptions = false,
        description = {
            "Tell what a queue's limit means: how long it lasts at the link's rate, how it compares with the bandwidth-delay "
                    + "product, and with what routers allow.",
            "",
            "A single long-lived flow needs one bandwidth-delay product, n flows 1/sqrt(n) of it (Appenzeller et al., SIGCOMM "
                    + "2004). Routers: Cisco ASR 1000 (IOS XE 16, queue-limit), Juniper MPC (Junos 13.2, delay buffer).%n"
        })
public final class LimitCommand implements Callable<Integer> {
    private static final long MAX_LIMIT = 1_000_000_000_000L;

    @Parameters(
            paramLabel = "LIMIT",
            description =
                    "As a router's queue-limit: a number of packets (1000); or bytes, " + "with a unit (100000b, 64k).")
    private String limit;

    @Option(names = "--rate", required = true, paramLabel = "RATE", description = "Of the link.")
    private String rate;

    @Option(
            names = "--rtt",
            paramLabel = "TIME",
            description = "Of who sends through it, with empty queues " + "(${DEFAULT-VALUE}: not known).")
    private String rtt = "0s";

    @Option(names = "--mtu", paramLabel = "BYTES", description = "Of the link (${DEFAULT-VALUE}).")
    private int mtu = 1500;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            description = "How to write the result; nothing else goes to standard output.")
    private OutputFormat format = OutputFormat.TABLE;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        QueueLimit limit = limit(Rate.parse(rate), DurationOption.parse("--rtt", rtt));
        PrintWriter out = spec.commandLine().getOut();
        if (format == OutputFormat.JSON) {
            printJson(limit, out);
        } else {
            limit.describe().forEach(out::println);
        }
        return ExitCode.SUCCESS;
    }

    private QueueLimit limit(Rate line, Duration base) {
        boolean packets = limit.matches("\\d{1,13}");
        long number = packets ? Long.parseLong(limit) : Bytes.parse(limit).bytes();
        if (number < 1 || number > MAX_LIMIT || line.bitsPerSecond() < 1 || mtu < 68 || mtu > 65_535) {
            throw UserError.usage(
                    "not a queue: a limit goes from 1 to " + MAX_LIMIT + ", an MTU from 68 to 65535, and a "
                            + "rate is above 0",
                    "");
        }
        return packets ? QueueLimit.ofPackets(number, line, base, mtu) : QueueLimit.ofBytes(number, line, base, mtu);
    }

    private static void printJson(QueueLimit limit, PrintWriter out) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.object(() -> {
                json.field("packets", limit.packets());
                json.field("bytes", limit.bytes());
                json.field("time_ns", limit.drainTime().toNanos());
                json.field("bandwidth_delay_product_bytes", limit.bandwidthDelayProduct());
                json.field("routers_default_packets", limit.ciscoDefaultPackets());
                json.field(
                        "verdict",
                        limit.assessment().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            });
        }
    }
}
