// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.mqecn.value.Dscp;
import org.mqecn.value.IoErrors;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * A list of flows to replay: a CSV file whose first line names its columns. {@code start_ns}, {@code start_us},
 * {@code start_ms} or {@code start_s} is the time of the request since the start, {@code bytes} the size, {@code server} the
 * name of a server or its index (default: the only server), {@code dscp} a number or name (default: 0). Other columns are
 * ignored, so that the records of {@code mqecn traffic client -o csv} are such a list.
 *
 * @param flows in order of start times; the service of each is the index of its DSCP
 * @param dscps all DSCPs, in ascending order
 */
public record FlowList(List<ScheduledFlow> flows, List<Integer> dscps) {
    private static final String BYTES = "bytes";
    private static final String SERVER = "server";
    private static final String DSCP = "dscp";
    private static final Map<String, Long> NANOS_BY_COLUMN =
            Map.of("start_ns", 1L, "start_us", 1_000L, "start_ms", 1_000_000L, "start_s", 1_000_000_000L);
    /** As long as a run of the lab may take, and as much as a flow may have. */
    private static final long MAX_START_NS = 1_000_000_000_000_000L;

    private static final long MAX_BYTES = 1L << 50;
    private static final String DECIMAL = "[0-9]{1,18}(\\.[0-9]{1,9})?";

    public FlowList {
        flows = List.copyOf(flows);
        dscps = List.copyOf(dscps);
    }

    /**
     * The same flows, requested faster or more slowly.
     *
     * @param speed 2 for half of each time since the start
     */
    public FlowList atSpeed(double speed) {
        return new FlowList(
                flows.stream()
                        .map(flow -> new ScheduledFlow(
                                Math.round(flow.startNs() / speed), flow.server(), flow.service(), flow.bytes()))
                        .toList(),
                dscps);
    }

    /** The first flows of the list, or all if it has no more; their services are those of the whole list. */
    public FlowList first(int count) {
        return new FlowList(flows.subList(0, Math.min(count, flows.size())), dscps);
    }

    /** A flow with its DSCP, before all DSCPs are known. */
    private record ListedFlow(long startNs, int server, int dscp, long bytes) {}

    /**
     * Reads a file.
     *
     * @param servers names of the servers
     * @throws UserError a usage error with the number of the invalid line
     */
    public static FlowList read(String file, List<String> servers) {
        try {
            return parse(file, Files.readAllLines(Path.of(file)), servers);
        } catch (IOException e) {
            throw UserError.usage(
                    "cannot read " + file + ": " + IoErrors.reason(e),
                    "a list of flows is a CSV file, for example of 'mqecn traffic client -o csv'");
        }
    }

    static FlowList parse(String file, List<String> lines, List<String> servers) {
        Parser parser = new Parser(file, servers);
        for (int i = 0; i < lines.size(); i++) {
            parser.add(i + 1, lines.get(i).replaceFirst("#.*", "").strip());
        }
        return parser.finish();
    }

    private static final class Parser {
        private final String file;
        private final List<String> servers;
        private final List<ListedFlow> flows = new ArrayList<>();
        /** Index of each column by name; empty before the first line. */
        private final Map<String, Integer> columns = new LinkedHashMap<>();

        private String timeColumn;
        private int line;

        Parser(String file, List<String> servers) {
            this.file = file;
            this.servers = servers;
        }

        void add(int number, String text) {
            line = number;
            if (text.isEmpty()) {
                return;
            }
            String[] cells = text.split("\\s*,\\s*", -1);
            if (columns.isEmpty()) {
                readHeading(cells);
            } else {
                flows.add(flow(cells));
            }
        }

        private void readHeading(String... names) {
            for (int i = 0; i < names.length; i++) {
                if (columns.put(names[i], i) != null) {
                    throw error("two columns have the name '" + names[i] + "'", "remove one of them");
                }
            }
            List<String> times = NANOS_BY_COLUMN.keySet().stream()
                    .filter(columns::containsKey)
                    .toList();
            if (times.size() != 1 || !columns.containsKey(BYTES)) {
                String missing = times.size() > 1 ? "" : times.isEmpty() ? "time" : "size";
                throw error(
                        missing.isEmpty() ? "several columns of times: " + times : "no column of the " + missing,
                        "the first line names the columns, for example: start_us,bytes,server,dscp");
            }
            if (servers.size() > 1 && !columns.containsKey(SERVER)) {
                throw error(
                        "no column 'server', and there are " + servers.size() + " servers",
                        "name the server of each flow, or give one server only");
            }
            timeColumn = times.get(0);
        }

        private ListedFlow flow(String... cells) {
            if (cells.length != columns.size()) {
                throw error(
                        cells.length + (cells.length == 1 ? " value" : " values") + " for " + columns.size()
                                + " columns",
                        "the columns are " + String.join(",", columns.keySet()));
            }
            return new ListedFlow(
                    time(cells[columns.get(timeColumn)]),
                    columns.containsKey(SERVER) ? server(cells[columns.get(SERVER)]) : 0,
                    columns.containsKey(DSCP) ? dscp(cells[columns.get(DSCP)]) : 0,
                    bytes(cells[columns.get(BYTES)]));
        }

        private long time(String text) {
            BigDecimal nanos = text.matches(DECIMAL)
                    ? new BigDecimal(text).multiply(BigDecimal.valueOf(NANOS_BY_COLUMN.get(timeColumn)))
                    : BigDecimal.ONE.negate();
            if (nanos.signum() < 0 || nanos.compareTo(BigDecimal.valueOf(MAX_START_NS)) > 0) {
                throw error(
                        timeColumn + " '" + text + "' is not a time since the start",
                        "a number from 0 to " + MAX_START_NS / NANOS_BY_COLUMN.get(timeColumn));
            }
            return nanos.setScale(0, RoundingMode.HALF_UP).longValueExact();
        }

        private long bytes(String text) {
            long bytes = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
            if (bytes < ResponseHeader.LENGTH || bytes > MAX_BYTES) {
                throw error(
                        "bytes '" + text + "' is not the size of a flow",
                        "a whole number from " + ResponseHeader.LENGTH + " to " + MAX_BYTES);
            }
            return bytes;
        }

        private int server(String text) {
            int index = servers.indexOf(text);
            if (index < 0 && text.matches("[0-9]{1,9}")) {
                index = Integer.parseInt(text);
            }
            if (index < 0 || index >= servers.size()) {
                throw error(
                        "there is no server '" + text + "'",
                        Suggestion.of(text, servers) + ", or an index from 0 to " + (servers.size() - 1));
            }
            return index;
        }

        private int dscp(String text) {
            try {
                return Dscp.parse(text).value();
            } catch (UserError e) {
                throw error(e.getMessage(), e.remedy());
            }
        }

        FlowList finish() {
            if (flows.isEmpty()) {
                throw UserError.usage(
                        file + " lists no flow", "write for example:\n  start_us,bytes,server,dscp\n  0,20000,0,0");
            }
            List<Integer> dscps = List.copyOf(
                    new TreeSet<>(flows.stream().map(ListedFlow::dscp).toList()));
            return new FlowList(
                    flows.stream()
                            .sorted(Comparator.comparingLong(ListedFlow::startNs))
                            .map(flow -> new ScheduledFlow(
                                    flow.startNs(), flow.server(), dscps.indexOf(flow.dscp()), flow.bytes()))
                            .toList(),
                    dscps);
        }

        private UserError error(String failure, String remedy) {
            return UserError.usage(file + ":" + line + ": " + failure, remedy);
        }
    }
}
