// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.traffic;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.DurationOption;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.view.StreamView;
import org.mqecn.traffic.video.ArrivalProcess;
import org.mqecn.traffic.video.BitrateAdaptation;
import org.mqecn.traffic.video.PlayerSettings;
import org.mqecn.traffic.video.SessionRecord;
import org.mqecn.traffic.video.StreamingSummary;
import org.mqecn.traffic.video.StreamingWorkload;
import org.mqecn.traffic.video.ZipfPopularity;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Viewers who stream videos. */
@Command(
        name = "stream",
        sortOptions = false,
        description = {
            "Stream videos as viewers do: each session has one TCP connection, a playout buffer, and chooses the bitrate of "
                    + "each segment. It plays nothing and measures all: start-up delay, stalls, bitrates, times of each segment.",
            "",
            "Adaptation is by the buffer (BBA-0 of Huang et al., SIGCOMM 2014: lowest bitrate up to 37.5 %% of what it can "
                    + "hold, highest from 90 %% on, a straight line between), by the rate (harmonic mean of the last five "
                    + "segments, as RB of Yin et al., SIGCOMM 2015), or none. It ends with the last session; exit status 1 where one "
                    + "failed.%n"
        })
final class TrafficStreamCommand implements Callable<Integer> {
    /** How results are written. */
    enum StreamOutputFormat {
        TABLE,
        JSON,
        JSONL
    }

    @Parameters(
            paramLabel = "URL",
            arity = "1..*",
            description = "Of a playlist (HLS, …m3u8), or of a folder that "
                    + "'mqecn traffic videos' made; the first video is the most popular.")
    private List<URI> videos;

    @Option(names = "--sessions", paramLabel = "N", description = "How many viewers come (default: 1).")
    private Integer sessions;

    @Option(
            names = "--during",
            paramLabel = "TIME",
            description = "In place of --sessions: as many as come in this " + "time.")
    private String during;

    @Option(
            names = "--arrivals",
            paramLabel = "RATE",
            description =
                    "How many come on average, as 0.5/s or 30/min, by " + "a Poisson process (default: all at once).")
    private String arrivals;

    @Option(
            names = "--popularity",
            paramLabel = "zipf:EXPONENT",
            description = "Which video they watch; zipf:0 has all alike (${DEFAULT-VALUE}).")
    private String popularity = "zipf:0.8";

    @Option(names = "--buffer", paramLabel = "TIME", description = "What a player holds at most (${DEFAULT-VALUE}).")
    private String buffer = "30s";

    @Option(
            names = "--start-after",
            paramLabel = "TIME",
            description = "With how much it begins to play, at first and " + "after a stall (${DEFAULT-VALUE}).")
    private String startAfter = "2s";

    @Option(
            names = "--adaptation",
            paramLabel = "buffer|rate|fixed:RATE",
            description = "How it chooses the bitrate (${DEFAULT-VALUE}).")
    private String adaptation = "buffer";

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            description = "Silence after which a session gives up " + "(${DEFAULT-VALUE}).")
    private String patience = "20s";

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            description = "Sessions that begin before this time do not count " + "in the summary (${DEFAULT-VALUE}).")
    private String warmUp = "0s";

    @Option(names = "--seed", paramLabel = "N", description = "Of arrivals and choices (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--records",
            paramLabel = "FILE",
            description = "Write the record of each session there, too, as " + "JSON Lines.")
    private Path records;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|jsonl",
            description = "Summary as a table or, with "
                    + "all records, as JSON; or a record a session as it ends (JSON Lines). Nothing else goes to standard "
                    + "output.")
    private StreamOutputFormat streamOutputFormat = StreamOutputFormat.TABLE;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        StreamingWorkload streamingWorkload = audience();
        List<SessionRecord> all = new ArrayList<>();
        PrintWriter out = spec.commandLine().getOut();
        try (PrintWriter file = new PrintWriter(
                records == null
                        ? PrintWriter.nullWriter()
                        : Files.newBufferedWriter(records, StandardCharsets.UTF_8))) {
            streamingWorkload.run(record -> {
                all.add(record);
                StreamView.printJsonLine(file, record);
                if (streamOutputFormat == StreamOutputFormat.JSONL) {
                    StreamView.printJsonLine(out, record);
                }
            });
        }
        printResults(all, out);
        return requireNoFailure(all);
    }

    private StreamingWorkload audience() {
        if (sessions != null && during != null || sessions == null && during != null && arrivals == null) {
            throw UserError.usage(
                    sessions != null
                            ? "--sessions and --during: only one of them can say when viewers " + "stop to come"
                            : "--during without --arrivals: nothing says how many come",
                    "");
        }
        if (sessions != null && sessions < 1) {
            throw UserError.usage("--sessions goes from 1 on", "");
        }
        OptionalInt count = during != null ? OptionalInt.empty() : OptionalInt.of(sessions == null ? 1 : sessions);
        return new StreamingWorkload(
                videos,
                count,
                during == null ? Duration.ZERO : DurationOption.parsePositive("--during", during),
                arrivals == null ? ArrivalProcess.AT_ONCE : ArrivalProcess.parse(arrivals),
                ZipfPopularity.parse(popularity),
                new PlayerSettings(
                        DurationOption.parsePositive("--buffer", buffer),
                        DurationOption.parsePositive("--start-after", startAfter),
                        BitrateAdaptation.parse(adaptation),
                        DurationOption.parsePositive("--patience", patience)),
                DurationOption.parse("--warm-up", warmUp),
                seed);
    }

    private void printResults(List<SessionRecord> all, PrintWriter out) throws IOException {
        switch (streamOutputFormat) {
            case TABLE -> StreamView.printTable(out, StreamingSummary.of(all));
            case JSON -> StreamView.printJson(out, StreamingSummary.of(all), all);
            case JSONL -> out.flush();
        }
    }

    private int requireNoFailure(List<SessionRecord> all) {
        List<SessionRecord> failed =
                all.stream().filter(session -> session.failure().isPresent()).toList();
        if (failed.isEmpty()) {
            return ExitCode.SUCCESS;
        }
        throw new UserError(
                failed.size() + " of " + all.size() + " sessions failed, number "
                        + failed.get(0).number() + " because: "
                        + failed.get(0).failure().orElseThrow(),
                "");
    }
}
