// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.figure.TextTable;
import org.mqecn.host.ChangeContext;
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
            "Prove with packets where ports put what is marked.",
            "",
            "Sends packets of every code point, and packets that each rule matches, through each port, and tells by the port's "
                    + "own counters where they went. They go one hop at most, and no station takes them for its own.%n"
        },
        footer = {"", "Exit status: 0 proven, 1 something went elsewhere or nothing could be tried, 2 wrong usage."})
final class RankVerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEV", arity = "0..1", description = "The port (default: every one).")
    private Optional<String> device = Optional.empty();

    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec;

    CommandLine commandLine() {
        return common.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        Map<Port, List<ProbeResult>> results = common.callInNamespace(this::results);
        PrintWriter out = spec.commandLine().getOut();
        if (common.isJson()) {
            writeJson(out, results);
        } else {
            results.forEach((port, list) -> write(out, port, list));
        }
        return results.values().stream().allMatch(RankVerifyCommand::isProven) ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    /** Something has gone where it should, and nothing elsewhere. */
    private static boolean isProven(List<ProbeResult> results) {
        List<ProbeStatus> statuses = results.stream().map(ProbeResult::status).toList();
        return statuses.contains(ProbeStatus.PASSED) && !statuses.contains(ProbeStatus.FAILED);
    }

    private Map<Port, List<ProbeResult>> results() {
        ChangeContext context = ChangeContext.onThisMachine(common.namespace(), false);
        context.machine().requireNetAdmin("send packets");
        Map<Port, List<ProbeResult>> results = new LinkedHashMap<>();
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            PortSelection.read(reader, device)
                    .forEach(port -> results.put(port, new RankVerifier(context, reader, port).verify()));
        }
        return results;
    }

    private static void write(PrintWriter out, Port port, List<ProbeResult> results) {
        out.println(PortSelection.title(port));
        TextTable textTable = new TextTable()
                .textColumn("")
                .textColumn("packets")
                .textColumn("dscp")
                .textColumn("priority")
                .numberColumn("", "sent")
                .numberColumn("", "rule")
                .numberColumn("", RankVerifier.targetKind(port))
                .numberColumn("", "arrived")
                .textColumn("");
        for (ProbeResult probeResult : results) {
            textTable.addRow(List.of(
                    mark(probeResult.status()),
                    probeResult.packets(),
                    probeResult.dscp().map(Object::toString).orElse("-"),
                    probeResult.priority().map(Object::toString).orElse("-"),
                    Long.toString(probeResult.sent()),
                    probeResult.counted().map(Object::toString).orElse("-"),
                    probeResult.target().orElse("-"),
                    Long.toString(probeResult.arrived()),
                    probeResult.note()));
        }
        textTable.print(out);
    }

    private static String mark(ProbeStatus probeStatus) {
        return switch (probeStatus) {
            case PASSED -> "[✓]";
            case FAILED -> "[✗]";
            case SKIPPED -> "[!]";
        };
    }

    private static void writeJson(PrintWriter out, Map<Port, List<ProbeResult>> results) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.array(() -> {
                for (Map.Entry<Port, List<ProbeResult>> each : results.entrySet()) {
                    json.object(() -> {
                        json.field("device", each.getKey().device());
                        json.name("results");
                        json.array(() -> {
                            for (ProbeResult probeResult : each.getValue()) {
                                json.object(() -> write(json, RankVerifier.targetKind(each.getKey()), probeResult));
                            }
                        });
                    });
                }
            });
        }
    }

    private static void write(JsonWriter json, String place, ProbeResult probeResult) throws IOException {
        json.field("packets", probeResult.packets());
        json.field("status", probeResult.status().name().toLowerCase(Locale.ROOT));
        if (probeResult.dscp().isPresent()) {
            json.field("dscp", probeResult.dscp().get().value());
        }
        if (probeResult.priority().isPresent()) {
            json.field("priority", probeResult.priority().get().toString());
        }
        json.field("sent", probeResult.sent());
        if (probeResult.counted().isPresent()) {
            json.field("counted", probeResult.counted().get());
        }
        if (probeResult.target().isPresent()) {
            json.name(place);
            json.value(PortSelection.jsonValue(probeResult.target().get()));
        }
        json.field("arrived", probeResult.arrived());
        json.field("note", probeResult.note());
    }
}
