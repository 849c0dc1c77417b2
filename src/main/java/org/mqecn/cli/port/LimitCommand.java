// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.DurationOption;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.Messages;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.cli.view.SuggestionView;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.MarkingFormulas;
import org.mqecn.port.QdiscRequest;
import org.mqecn.topology.QueueLimit;
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;
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
                    + "2004). Routers: Cisco ASR 1000 (IOS XE 16, queue-limit), Juniper MPC (Junos 13.2, delay buffer).",
            "",
            "With --suggest: the marking thresholds, times and buffers for a rate and a base RTT, with formula and source.%n"
        },
        customSynopsis = {
            "mqecn limit LIMIT --rate RATE [--rtt TIME] [--mtu BYTES] [-o table|json]",
            "       mqecn limit --suggest --rate RATE --rtt TIME [--scheme SCHEME] [OPTION…]%n"
        },
        footer = {
            "",
            "Examples: mqecn limit 1000 --rate 10gbit --rtt 250us",
            "          mqecn limit --suggest --rate 100gbit --rtt 50us --scheme mq-ecn"
        })
public final class LimitCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "LIMIT",
            arity = "0..1",
            description = "Queue limit in packets (1000), or in bytes with a unit (100000b, 64k).")
    private String limit = "";

    @Option(names = "--suggest", description = "Suggest marking thresholds, times and buffers instead.")
    private boolean suggest;

    @Option(names = "--rate", required = true, paramLabel = "RATE", description = "Link rate.")
    private String rate;

    @Option(names = "--rtt", paramLabel = "TIME", description = "Base RTT of the flows (default: unknown).")
    private String rtt = "";

    @Option(names = "--mtu", paramLabel = "BYTES", description = "MTU of the link (default: ${DEFAULT-VALUE}).")
    private int mtu = EthernetFrame.DEFAULT_MTU;

    @Option(
            names = {"--scheme", "--ecn-scheme"},
            paramLabel = "SCHEME",
            description = "With --suggest: the ECN marking scheme (default: all).")
    private String scheme = "";

    @Option(
            names = "--lambda",
            paramLabel = "N",
            description = "With --suggest: λ of K = C·RTT·λ, which depends on the congestion control (default: 1).")
    private BigDecimal lambda = MarkingFormulas.DEFAULT_LAMBDA;

    @Option(
            names = "--queues",
            paramLabel = "N",
            description = "With --suggest: number of queues (default: ${DEFAULT-VALUE}).")
    private int queues = QdiscRequest.DEFAULT_QUEUES;

    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (suggest) {
            suggest(Rate.parse(rate));
        } else {
            assess(Rate.parse(rate));
        }
        return ExitCode.SUCCESS;
    }

    private void suggest(Rate portRate) throws IOException {
        if (!limit.isEmpty() || rtt.isEmpty()) {
            throw UserError.usage(
                    limit.isEmpty() ? "--suggest needs --rtt" : "--suggest takes no LIMIT",
                    "write for example mqecn limit --suggest --rate 10gbit --rtt 100us");
        }
        MarkingFormulas formulas =
                new MarkingFormulas(requireValid(portRate), DurationOption.parsePositive("--rtt", rtt), lambda, queues);
        Optional<String> selected =
                Optional.of(scheme).filter(name -> !name.isEmpty()).map(LimitCommand::requireScheme);
        SuggestionView view = new SuggestionView(formulas, selected);
        if (formulas.threshold() < EthernetFrame.FULL_WIRE_LENGTH) {
            Messages.printWarning(
                    spec.commandLine(),
                    "K is shorter than a full frame: at this rate and RTT every packet that waits is marked");
        }
        if (output.isJson()) {
            view.printJson(spec.commandLine().getOut());
        } else {
            view.print(spec.commandLine().getOut());
        }
    }

    /** Returns the name if it is that of a scheme. */
    private static String requireScheme(String name) {
        return DwrrSetting.ECN_SCHEME.quantity().format(DwrrSetting.ECN_SCHEME.parse(name));
    }

    private static Rate requireValid(Rate portRate) {
        return new Rate(DwrrSetting.RATE.parse(portRate.toString()));
    }

    private void assess(Rate linkRate) throws IOException {
        if (limit.isEmpty()) {
            throw UserError.usage(
                    "missing LIMIT", "write for example mqecn limit 1000 --rate 10gbit, or use --suggest");
        }
        QueueLimit queueLimit = QueueLimit.parse(
                limit, linkRate, rtt.isEmpty() ? Duration.ZERO : DurationOption.parse("--rtt", rtt), mtu);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            printJson(queueLimit, out);
        } else {
            queueLimit.describe().forEach(out::println);
        }
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
