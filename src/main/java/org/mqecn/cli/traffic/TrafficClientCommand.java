// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.traffic;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.Messages;
import org.mqecn.cli.common.NamespaceOption;
import org.mqecn.cli.view.TextTable;
import org.mqecn.netlink.Netns;
import org.mqecn.topology.NetworkStack;
import org.mqecn.traffic.flow.DscpTagging;
import org.mqecn.traffic.flow.FctSummary;
import org.mqecn.traffic.flow.FlowClient;
import org.mqecn.traffic.flow.FlowList;
import org.mqecn.traffic.flow.FlowRecord;
import org.mqecn.traffic.flow.ScheduledFlow;
import org.mqecn.traffic.flow.ServerEndpoint;
import org.mqecn.traffic.flow.SizeDistribution;
import org.mqecn.traffic.flow.SizeUnit;
import org.mqecn.traffic.flow.Workload;
import org.mqecn.traffic.flow.Workload.ServiceRequests;
import org.mqecn.value.Dscp;
import org.mqecn.value.IoErrors;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "client",
        sortOptions = false,
        description = {
            "Request flows from servers over persistent connections, with Poisson arrivals or as listed in a file, and "
                    + "report flow completion times (FCT).",
            "",
            "Exit status 1 if DCTCP was requested and a connection fell back to Reno.%n"
        },
        footer = {
            "",
            "Bundled size distributions: web-search, data-mining, cache, hadoop. A size file is a CDF: per line, a size and "
                    + "the cumulative fraction (up to 1) or percent (up to 100), separated by spaces, commas or semicolons. "
                    + "Files of TrafficGenerator, HPCC, ns-2 and pFabric (a column between the two), and Homa (the mean in "
                    + "the first line) have these forms.",
            "Example: mqecn traffic client --server 10.0.1.2 10.0.2.2 --rate 995mbit --load 0.8 --requests 5000 "
                    + "--service 0 1 2 3 --congestion-control dctcp",
            "Example: mqecn traffic client --server 10.0.1.2 10.0.2.2 --replay flows.csv -o csv"
        })
final class TrafficClientCommand implements Callable<Integer> {
    private static final Pattern SERVICE = Pattern.compile("(\\d{1,6})(?::(\\d{1,6})(?::([a-z][a-z0-9_]{0,14}))?)?");

    /** Options of random flows. */
    private static final List<String> RANDOM_OPTIONS = List.of(
            "--rate",
            "--load",
            "--sizes",
            "--size-unit",
            "--requests",
            "--service",
            "--fan-in",
            "--dscp-from-remaining",
            "--seed");

    enum FlowOutputFormat {
        TABLE,
        CSV
    }

    @Option(
            names = "--server",
            paramLabel = "ADDRESS[:PORT]",
            arity = "1..*",
            required = true,
            description = "Servers to request from, chosen uniformly.")
    private List<String> servers;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            description = "Rate of the bottleneck port; required unless flows are replayed.")
    private String rate;

    @Option(
            names = "--load",
            paramLabel = "LOAD",
            description = "Offered load, as a fraction of the TCP goodput at this rate (default: ${DEFAULT-VALUE}).")
    private double load = 0.5;

    @Option(
            names = "--sizes",
            paramLabel = "NAME|FILE|BYTES",
            description = "Flow size distribution, or the size of every flow (default: ${DEFAULT-VALUE}).")
    private String sizes = "web-search";

    @Option(
            names = "--size-unit",
            paramLabel = "byte|packet",
            description =
                    "Unit of the sizes of a file; a packet has 1460 bytes (default: byte, unless the file may be in "
                            + "packets).")
    private SizeUnit sizeUnit;

    @Option(names = "--requests", paramLabel = "N", description = "Number of requests (default: ${DEFAULT-VALUE}).")
    private int requests = 1000;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Number of initial requests to exclude (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--service",
            paramLabel = "DSCP[:WEIGHT[:NAME]]",
            arity = "1..*",
            description = "Services: DSCP, relative weight, and congestion control (default: 0:1).")
    private List<String> services = List.of("0");

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description =
                    "Request the flows of this list instead: a CSV file whose first line names the columns start_ns (or "
                            + "start_us, start_ms, start_s), bytes, server (an index or as in --server) and dscp. Output of -o csv is "
                            + "such a list.")
    private String replay;

    @Option(
            names = "--fan-in",
            paramLabel = "N",
            description = "Servers per request (incast degree) (default: ${DEFAULT-VALUE}).")
    private int fanIn = 1;

    @Option(names = "--flow-rate", paramLabel = "RATE", description = "Pacing rate of each flow (default: none).")
    private String flowRate;

    @Option(
            names = "--dscp-from-remaining",
            description = "Set DSCP from the remaining flow size, for policy srpt; overrides the DSCP of the services.")
    private boolean dscpFromRemaining;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Initial connections per server; more are opened on demand (default: ${DEFAULT-VALUE}).")
    private int connections = 5;

    @Option(
            names = "--congestion-control",
            paramLabel = "NAME",
            description = "Congestion control at both ends (default: that of each network namespace).")
    private String congestionControl = "";

    @Option(names = "--seed", paramLabel = "N", description = "Random seed (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private NamespaceOption namespace;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|csv",
            description = "Flow completion times by flow size, or one line per flow (default: table).")
    private FlowOutputFormat flowOutputFormat = FlowOutputFormat.TABLE;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        FlowPlan plan = replay == null ? randomFlows() : replayedFlows();
        if (warmUp < 0 || warmUp * fanIn >= plan.flows().size()) {
            throw UserError.usage(
                    "--warm-up " + warmUp + " leaves none of " + plan.flows().size() / fanIn + " requests to measure",
                    "request more");
        }
        List<FlowRecord> flows = runClient(plan);
        List<FlowRecord> measured = flows.subList(warmUp * fanIn, flows.size());
        PrintWriter out = spec.commandLine().getOut();
        if (flowOutputFormat == FlowOutputFormat.CSV) {
            out.println(FlowRecord.CSV_HEADER);
            measured.forEach(flow -> out.println(flow.toCsv()));
        } else {
            printTable(out, measured);
        }
        return reportRenoFallback(plan, measured) ? ExitCode.FAILED : ExitCode.SUCCESS;
    }

    /** What the client requests: flows, and the services that they belong to. */
    private record FlowPlan(List<ScheduledFlow> flows, List<FlowClient.FlowService> services) {}

    private FlowPlan randomFlows() {
        if (rate == null) {
            throw UserError.usage("missing --rate RATE or --replay FILE", "see 'mqecn traffic client --help'");
        }
        if (requests < 1) {
            throw UserError.usage("--requests " + requests + " is out of range", "it is at least 1");
        }
        List<ServiceOption> requested =
                services.stream().map(this::parseService).toList();
        SizeDistribution distribution = SizeDistribution.load(sizes, Optional.ofNullable(sizeUnit));
        Workload workload = new Workload(
                        requested.stream()
                                .map(each -> new ServiceRequests(distribution, each.weight()))
                                .toList(),
                        load,
                        Rate.parse(rate),
                        servers.size(),
                        fanIn)
                .validated();
        return new FlowPlan(
                workload.flows(requests, seed),
                requested.stream().map(ServiceOption::flowService).toList());
    }

    private FlowPlan replayedFlows() {
        RANDOM_OPTIONS.stream()
                .filter(spec.commandLine().getParseResult()::hasMatchedOption)
                .findFirst()
                .ifPresent(option -> {
                    throw UserError.usage(
                            option + " excludes --replay",
                            "the list gives the time, size, server and DSCP of each flow");
                });
        FlowList list = FlowList.read(replay, servers);
        return new FlowPlan(
                list.flows(),
                list.dscps().stream()
                        .map(dscp -> new FlowClient.FlowService(dscp, congestionControl))
                        .toList());
    }

    private List<FlowRecord> runClient(FlowPlan plan) throws Exception {
        if (connections < 0) {
            throw UserError.usage("--connections " + connections + " is out of range", "it is at least 0");
        }
        FlowClient.FlowClientSettings flowClientSettings = new FlowClient.FlowClientSettings(
                servers.stream()
                        .map(server -> ServerEndpoint.parse(server).address())
                        .toList(),
                plan.services(),
                connections,
                flowRate == null ? 0 : Rate.parse(flowRate).bitsPerSecond() / Byte.SIZE,
                dscpFromRemaining ? new DscpTagging.RemainingSize() : DscpTagging.PER_SERVICE);
        try {
            return new FlowClient(flowClientSettings, this::callInNamespace).run(plan.flows());
        } catch (UncheckedIOException e) {
            throw trafficError(e.getCause());
        } catch (IOException e) {
            throw trafficError(e);
        }
    }

    private static UserError trafficError(IOException e) {
        return new UserError(
                "connection lost: " + IoErrors.reason(e), "'mqecn traffic server' must run on each of the servers");
    }

    private <T> T callInNamespace(Callable<T> task) throws Exception {
        return Netns.call(namespace.get(), task);
    }

    /** A service with its relative weight. */
    private record ServiceOption(FlowClient.FlowService flowService, int weight) {}

    private ServiceOption parseService(String text) {
        Matcher parts = SERVICE.matcher(text);
        if (!parts.matches()) {
            throw UserError.usage(
                    "'" + text + "' is not a service", "for example 1, 1:40 or 1:40:cubic (DSCP:WEIGHT:NAME)");
        }
        int dscp = Integer.parseInt(parts.group(1));
        int weight = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
        if (dscp >= Dscp.COUNT || weight < 1) {
            throw UserError.usage(
                    "service '" + text + "': " + (dscp >= Dscp.COUNT ? dscp : weight) + " is out of range",
                    "a DSCP is 0 to 63, a weight at least 1");
        }
        return new ServiceOption(
                new FlowClient.FlowService(dscp, parts.group(3) == null ? congestionControl : parts.group(3)), weight);
    }

    private boolean reportRenoFallback(FlowPlan plan, List<FlowRecord> flows) {
        List<FlowRecord> dctcpFlows = flows.stream()
                .filter(flow -> plan.services()
                        .get(flow.flow().service())
                        .congestionControl()
                        .equals(NetworkStack.DCTCP))
                .toList();
        long fallbacks = dctcpFlows.stream().filter(flow -> !flow.dctcp()).count();
        if (fallbacks == 0) {
            return false;
        }
        Messages.print(
                spec.commandLine(),
                fallbacks + " of " + dctcpFlows.size() + " flows fell back to Reno: ECN was not negotiated\n"
                        + "  set sysctl net.ipv4.tcp_ecn=1 at both ends, and --congestion-control dctcp at the servers");
        return true;
    }

    private static void printTable(PrintWriter out, List<FlowRecord> flows) {
        TextTable textTable = new TextTable()
                .textColumn("size")
                .numberColumn("", "flows")
                .numberColumn("FCT (µs)", "mean")
                .numberColumn("FCT (µs)", "p99");
        for (FctSummary.FlowSizeBin bin : FctSummary.FlowSizeBin.values()) {
            FctSummary summary = FctSummary.of(bin, flows);
            textTable.addRow(List.of(
                    bin.label(), Integer.toString(summary.flows()), micros(summary.meanUs()), micros(summary.p99Us())));
        }
        textTable.print(out);
    }

    private static String micros(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.0f", value);
    }
}
