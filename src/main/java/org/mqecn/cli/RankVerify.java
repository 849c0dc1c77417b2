// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.figure.Table;
import org.mqecn.host.Session;
import org.mqecn.netlink.Kernel;
import org.mqecn.port.Port;
import org.mqecn.rank.Verification;
import org.mqecn.rank.Verification.Result;
import org.mqecn.rank.Verification.Verdict;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "verify", description = {"Prove with packets where ports put what is marked.", "",
    "Sends packets of every code point, and packets that each rule matches, through each port, and tells by the port's "
            + "own counters where they went. They go one hop at most, and no station takes them for its own.%n"},
        footer = {"", "Exit status: 0 proven, 1 something went elsewhere or nothing could be tried, 2 wrong usage."})
final class RankVerify implements Callable<Integer> {
    @Parameters(paramLabel = "DEV", arity = "0..1", description = "The port (default: every one).")
    private Optional<String> device = Optional.empty();

    private final Common common = new Common();

    @Spec
    private CommandSpec spec;

    CommandLine line() {
        return common.line(this);
    }

    @Override
    public Integer call() throws Exception {
        Map<Port, List<Result>> results = common.inside(this::results);
        PrintWriter out = spec.commandLine().getOut();
        if (common.isJson()) {
            writeJson(out, results);
        } else {
            results.forEach((port, list) -> write(out, port, list));
        }
        return results.values().stream().allMatch(RankVerify::isProven) ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    /** Something has gone where it should, and nothing elsewhere. */
    private static boolean isProven(List<Result> results) {
        List<Verdict> verdicts = results.stream().map(Result::verdict).toList();
        return verdicts.contains(Verdict.GOOD) && !verdicts.contains(Verdict.BAD);
    }

    private Map<Port, List<Result>> results() {
        Session session = Session.local(common.namespace(), false);
        session.machine().requireNetAdmin("send packets");
        Map<Port, List<Result>> results = new LinkedHashMap<>();
        try (Kernel kernel = new Kernel()) {
            RankPorts.of(kernel, device).forEach(port ->
                    results.put(port, new Verification(session, kernel, port).results()));
        }
        return results;
    }

    private static void write(PrintWriter out, Port port, List<Result> results) {
        out.println(RankPorts.title(port));
        Table table = new Table().words("").words("packets").words("dscp").words("priority").numbers("", "sent")
                .numbers("", "rule").numbers("", Verification.place(port)).numbers("", "arrived").words("");
        for (Result result : results) {
            table.row(List.of(mark(result.verdict()), result.what(), result.dscp().map(Object::toString).orElse("-"),
                    result.priority().map(Object::toString).orElse("-"), Long.toString(result.sent()),
                    result.counted().map(Object::toString).orElse("-"),
                    result.place().orElse("-"),
                    Long.toString(result.arrived()), result.note()));
        }
        table.print(out);
    }

    private static String mark(Verdict verdict) {
        return switch (verdict) {
            case GOOD -> "[✓]";
            case BAD -> "[✗]";
            case UNTRIED -> "[!]";
        };
    }

    private static void writeJson(PrintWriter out, Map<Port, List<Result>> results) throws IOException {
        try (Json json = new Json(out)) {
            json.array(() -> {
                for (Map.Entry<Port, List<Result>> each : results.entrySet()) {
                    json.object(() -> {
                        json.field("device", each.getKey().device());
                        json.name("results");
                        json.array(() -> {
                            for (Result result : each.getValue()) {
                                json.object(() -> write(json, Verification.place(each.getKey()), result));
                            }
                        });
                    });
                }
            });
        }
    }

    private static void write(Json json, String place, Result result) throws IOException {
        json.field("packets", result.what());
        json.field("verdict", result.verdict().name().toLowerCase(Locale.ROOT));
        if (result.dscp().isPresent()) {
            json.field("dscp", result.dscp().get().value());
        }
        if (result.priority().isPresent()) {
            json.field("priority", result.priority().get().toString());
        }
        json.field("sent", result.sent());
        if (result.counted().isPresent()) {
            json.field("counted", result.counted().get());
        }
        if (result.place().isPresent()) {
            json.name(place);
            json.value(RankPorts.plain(result.place().get()));
        }
        json.field("arrived", result.arrived());
        json.field("note", result.note());
    }
}
