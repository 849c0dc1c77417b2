// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.traffic;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.ServerEndpoint;
import org.mqecn.figure.TextTable;
import org.mqecn.netlink.Netns;
import org.mqecn.traffic.flow.DscpTagging;
import org.mqecn.traffic.flow.FctSummary;
import org.mqecn.traffic.flow.FlowClient;
import org.mqecn.traffic.flow.FlowRecord;
import org.mqecn.traffic.flow.SizeDistribution;
import org.mqecn.traffic.flow.Workload;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks servers for flows and tells how long they took. */
@Command(
        name = "client",
        sortOptions = false,
        description = {
            "Ask servers for flows, with Poisson arrivals over persistent connections, and tell how long each took.",
            "",
            "Exit status 1 where DCTCP was asked for and a connection fell back to Reno.%n"
        },
        footer = {
            "",
            "Sizes that come with mqecn: web-search, data-mining, cache, hadoop. A file of sizes has a line "
                    + "for each point: bytes, and the part of the flows that are no larger.",
            "Example: mqecn traffic client --server 10.0.1.2 10.0.2.2 --rate 995mbit --load 0.8 --requests 5000 "
                    + "--service 0 1 2 3 --congestion-control dctcp"
        })
final class TrafficClientCommand implements Callable<Integer> {
    private static final Pattern SERVICE = Pattern.compile("(\\d{1,6})(?::(\\d{1,6})(?::([a-z][a-z0-9_]{0,14}))?)?");
    private static final int MAX_DSCP = 63;

    /** How records are written. */
    enum FlowOutputFormat {
        TABLE,
        CSV
    }

    @Option(
            names = "--server",
            paramLabel = "ADDRESS[:PORT]",
            arity = "1..*",
            required = true,
            description = "Who is asked, each as often.")
    private List<String> servers;

    @Option(names = "--rate", paramLabel = "RATE", required = true, description = "Of the port that all answers pass.")
    private String rate;

    @Option(
            names = "--load",
            paramLabel = "PART",
            description = "Part of what TCP can carry over it (${DEFAULT-VALUE}).")
    private double load = 0.5;

    @Option(names = "--sizes", paramLabel = "NAME|FILE", description = "Of the flows (${DEFAULT-VALUE}).")
    private String sizes = "web-search";

    @Option(names = "--requests", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
    private int requests = 1000;

    @Option(names = "--warm-up", paramLabel = "N", description = "The first of them, which do not count (0).")
    private int warmUp;

    @Option(
            names = "--service",
            paramLabel = "DSCP[:WEIGHT[:NAME]]",
            arity = "1..*",
            description = "Services: the code point of their flows, how often they are asked, and the congestion "
                    + "control of their flows, where it is not that of all (0:1).")
    private List<String> services = List.of("0");

    @Option(
            names = "--fan-in",
            paramLabel = "N",
            description = "Servers that answer a request together, a part each (${DEFAULT-VALUE}).")
    private int fanIn = 1;

    @Option(names = "--flow-rate", paramLabel = "RATE", description = "Each flow is paced to (default: not at all).")
    private String flowRate;

    @Option(
            names = "--remaining",
            description =
                    "Code points tell how much of a flow is left, for ports that send by that (policy srpt); those "
                            + "of the services do not count then.")
    private boolean remaining;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "To each server from the beginning; more are opened when none is free (${DEFAULT-VALUE}).")
    private int connections = 5;

    @Option(
            names = "--congestion-control",
            paramLabel = "NAME",
            description = "Of all flows, at both ends (default: the namespaces').")
    private String congestionControl = "";

    @Option(names = "--seed", paramLabel = "N", description = "Of arrivals, sizes and choices (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = {"-n", "--netns"},
            paramLabel = "NETNS",
            description = "Ask from this network namespace.")
    private String namespace = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|csv",
            description = "Completion times by size, or a line for each flow.")
    private FlowOutputFormat flowOutputFormat = FlowOutputFormat.TABLE;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        validateOptions();
        Workload workload = new Workload(
                SizeDistribution.load(sizes),
                load,
                Rate.parse(rate),
                servers.size(),
                requestedServices().stream().map(ServiceOption::weight).toList(),
                fanIn);
        List<FlowRecord> flows = runClient(workload);
        List<FlowRecord> counted = flows.subList(warmUp * fanIn, flows.size());
        PrintWriter out = spec.commandLine().getOut();
        if (flowOutputFormat == FlowOutputFormat.CSV) {
            writeCsv(out, counted);
        } else {
            writeTable(out, counted);
        }
        return reportRenoFallback(counted) ? ExitCode.FAILED : ExitCode.SUCCESS;
    }

    private void validateOptions() {
        if (load <= 0 || load > 1) {
            throw UserError.usage("load " + load + " is out of range", "it goes from 0 to 1");
        }
        if (requests < 1 || warmUp < 0 || warmUp >= requests) {
            throw UserError.usage(
                    "of " + requests + " requests, " + warmUp + " to warm up: none counts", "ask for more");
        }
        if (fanIn < 1 || fanIn > servers.size()) {
            throw UserError.usage(
                    "fan-in " + fanIn + " is out of range",
                    "each part comes from another server, and there are " + servers.size());
        }
        if (connections < 0) {
            throw UserError.usage("connections " + connections + " is out of range", "it goes from 0 on");
        }
    }

    private List<FlowRecord> runClient(Workload workload) throws Exception {
        FlowClient.FlowClientSettings flowClientSettings = new FlowClient.FlowClientSettings(
                servers.stream()
                        .map(server -> ServerEndpoint.parse(server).address())
                        .toList(),
                requestedServices().stream().map(ServiceOption::flowService).toList(),
                connections,
                flowRate == null ? 0 : Rate.parse(flowRate).bitsPerSecond() / Byte.SIZE,
                remaining ? new DscpTagging.RemainingSize() : DscpTagging.PER_SERVICE);
        try {
            return new FlowClient(flowClientSettings, this::callInNamespace).run(workload.flows(requests, seed));
        } catch (UncheckedIOException e) {
            throw trafficError(e.getCause());
        } catch (IOException e) {
            throw trafficError(e);
        }
    }

    private static UserError trafficError(IOException e) {
        return new UserError(
                "the traffic broke off: " + e.getMessage(), "'mqecn traffic server' must run at each of the servers");
    }

    private <T> T callInNamespace(Callable<T> task) throws Exception {
        return Netns.call(namespace, task);
    }

    /** A service, and how often it is asked. */
    private record ServiceOption(FlowClient.FlowService flowService, int weight) {}

    private List<ServiceOption> requestedServices() {
        return services.stream().map(this::requestedServices).toList();
    }

    private ServiceOption requestedServices(String text) {
        Matcher parts = SERVICE.matcher(text);
        if (!parts.matches()) {
            throw UserError.usage(
                    "'" + text + "' is not a service", "write for example 1, 1:40 or 1:40:cubic, DSCP:WEIGHT:NAME");
        }
        int dscp = Integer.parseInt(parts.group(1));
        int weight = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
        if (dscp > MAX_DSCP || weight < 1) {
            throw UserError.usage(
                    "service '" + text + "': " + (dscp > MAX_DSCP ? dscp : weight) + " is out of range",
                    "code points go from 0 to 63, weights from 1 on");
        }
        return new ServiceOption(
                new FlowClient.FlowService(dscp, parts.group(3) == null ? congestionControl : parts.group(3)), weight);
    }

    private boolean reportRenoFallback(List<FlowRecord> flows) {
        List<FlowRecord> wanted = flows.stream()
                .filter(flow -> requestedServices()
                        .get(flow.flow().service())
                        .flowService()
                        .congestionControl()
                        .equals("dctcp"))
                .toList();
        long lost = wanted.stream().filter(flow -> !flow.dctcp()).count();
        if (lost == 0) {
            return false;
        }
        spec.commandLine()
                .getErr()
                .println("mqecn: " + lost + " of " + wanted.size()
                        + " flows fell back to Reno: ECN was not agreed on\n  sysctl net.ipv4.tcp_ecn=1 at both ends, and"
                        + " --congestion-control dctcp at the servers");
        return true;
    }

    private static void writeCsv(PrintWriter out, List<FlowRecord> flows) {
        out.println("start_ns,completion_ns,bytes,server,service,dscp,goodput_mbit,retransmitted,marked,dctcp");
        for (FlowRecord flow : flows) {
            out.println(String.format(
                    Locale.ROOT,
                    "%d,%d,%d,%d,%d,%d,%.3f,%d,%d,%d",
                    flow.startNs(),
                    flow.completionNs(),
                    flow.flow().bytes(),
                    flow.flow().server(),
                    flow.flow().service(),
                    flow.dscp(),
                    flow.goodput(),
                    flow.retransmitted(),
                    flow.marked(),
                    flow.dctcp() ? 1 : 0));
        }
    }

    private static void writeTable(PrintWriter out, List<FlowRecord> flows) {
        TextTable textTable = new TextTable()
                .textColumn("size")
                .numberColumn("", "flows")
                .numberColumn("completion time, us", "avg")
                .numberColumn("completion time, us", "p99");
        for (FctSummary.FlowSizeBin flowSizeBin : FctSummary.FlowSizeBin.values()) {
            FctSummary fctSummary = FctSummary.of(flowSizeBin, flows);
            textTable.addRow(List.of(
                    flowSizeBin.label(),
                    Integer.toString(fctSummary.flows()),
                    micros(fctSummary.meanUs()),
                    micros(fctSummary.p99Us())));
        }
        textTable.print(out);
    }

    private static String micros(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.0f", value);
    }
}
