// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.traffic;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
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
import org.mqecn.cli.common.NamespaceOption;
import org.mqecn.cli.view.StreamView;
import org.mqecn.netlink.Netns;
import org.mqecn.traffic.video.ArrivalProcess;
import org.mqecn.traffic.video.BitrateAdaptation;
import org.mqecn.traffic.video.PlayerSettings;
import org.mqecn.traffic.video.SessionRecord;
import org.mqecn.traffic.video.StreamingSummary;
import org.mqecn.traffic.video.StreamingWorkload;
import org.mqecn.traffic.video.ZipfPopularity;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "stream",
        sortOptions = false,
        description = {
            "Emulate video viewers (HLS clients). Each session has one TCP connection and a playout buffer, and chooses the "
                    + "bitrate of each segment.",
            "",
            "Nothing is decoded; measured are start-up delay, stalls, bitrates and the times of each segment. Ends with the last "
                    + "session; exit status 1 if one failed.",
            "",
            "Adaptation by buffer level is BBA-0 of Huang et al., SIGCOMM 2014: lowest bitrate up to 37.5 %% of the buffer "
                    + "size, highest from 90 %%, linear in between. Adaptation by rate is RB of Yin et al., SIGCOMM 2015: "
                    + "harmonic mean of the throughput of the last five segments.%n"
        })
final class TrafficStreamCommand implements Callable<Integer> {
    enum StreamOutputFormat {
        TABLE,
        JSON,
        JSONL
    }

    @Parameters(
            paramLabel = "URL",
            arity = "1..*",
            description =
                    "Playlist (HLS, …m3u8), or directory created by 'mqecn traffic videos'. The first video is the most popular.")
    private List<URI> videos;

    @Option(names = "--sessions", paramLabel = "N", description = "Number of sessions (default: 1).")
    private Integer sessions;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "Stop new arrivals after this time (instead of --sessions).")
    private String duration;

    @Option(
            names = "--arrivals",
            paramLabel = "RATE",
            description = "Mean arrival rate of a Poisson process, for example 0.5/s or 30/min (default: all at once).")
    private String arrivals;

    @Option(
            names = "--popularity",
            paramLabel = "zipf:EXPONENT",
            description = "Popularity distribution of the videos; zipf:0 is uniform (default: ${DEFAULT-VALUE}).")
    private String popularity = "zipf:0.8";

    @Option(names = "--buffer", paramLabel = "TIME", description = "Playout buffer size (default: ${DEFAULT-VALUE}).")
    private String buffer = "30s";

    @Option(
            names = "--start-threshold",
            paramLabel = "TIME",
            description = "Buffer level at which playback starts, also after a stall (default: ${DEFAULT-VALUE}).")
    private String startThreshold = "2s";

    @Option(
            names = "--adaptation",
            paramLabel = "buffer|rate|fixed:RATE",
            description = "Bitrate adaptation algorithm (default: ${DEFAULT-VALUE}).")
    private String adaptation = "buffer";

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            description = "Abort a session after this time without data (default: ${DEFAULT-VALUE}).")
    private String idleTimeout = "20s";

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            description =
                    "Sessions that start before this time are excluded from the summary (default: ${DEFAULT-VALUE}).")
    private String warmUp = "0s";

    @Option(names = "--seed", paramLabel = "N", description = "Random seed (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--records",
            paramLabel = "FILE",
            description = "Also write the record of each session to this file (JSON Lines).")
    private Path records;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|jsonl",
            description =
                    "Summary as a table; summary and all records as JSON; or one record per line as each session ends (JSON "
                            + "Lines) (default: table).")
    private StreamOutputFormat format = StreamOutputFormat.TABLE;

    @Mixin
    private NamespaceOption namespace;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    /** Threads of sessions inherit the namespace of the thread that starts them. */
    @Override
    public Integer call() {
        StreamingWorkload workload = createWorkload();
        return Netns.call(namespace.get(), () -> stream(workload));
    }

    private int stream(StreamingWorkload workload) throws IOException {
        List<SessionRecord> all = new ArrayList<>();
        PrintWriter out = spec.commandLine().getOut();
        try (PrintWriter file = openRecords()) {
            workload.run(record -> {
                all.add(record);
                StreamView.printJsonLine(file, record);
                if (format == StreamOutputFormat.JSONL) {
                    StreamView.printJsonLine(out, record);
                }
            });
            if (file.checkError()) {
                throw new UserError(
                        "cannot write all records to " + records, "check the free space of its file system");
            }
        }
        printResults(all, out);
        return requireNoFailure(all);
    }

    private PrintWriter openRecords() {
        try {
            return new PrintWriter(
                    records == null ? Writer.nullWriter() : Files.newBufferedWriter(records, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw UserError.usage(
                    "cannot write " + records + ": " + IoErrors.reason(e), "name another file: --records FILE");
        }
    }

    private StreamingWorkload createWorkload() {
        if (sessions != null && duration != null || sessions == null && duration != null && arrivals == null) {
            throw UserError.usage(
                    sessions != null
                            ? "--sessions and --duration exclude each other"
                            : "--duration requires --arrivals",
                    "");
        }
        if (sessions != null && sessions < 1) {
            throw UserError.usage("--sessions " + sessions + " is out of range", "it is at least 1");
        }
        OptionalInt count = duration != null ? OptionalInt.empty() : OptionalInt.of(sessions == null ? 1 : sessions);
        return new StreamingWorkload(
                videos,
                count,
                duration == null ? Duration.ZERO : DurationOption.parsePositive("--duration", duration),
                arrivals == null ? ArrivalProcess.AT_ONCE : ArrivalProcess.parse(arrivals),
                ZipfPopularity.parse(popularity),
                new PlayerSettings(
                        DurationOption.parsePositive("--buffer", buffer),
                        DurationOption.parsePositive("--start-threshold", startThreshold),
                        BitrateAdaptation.parse(adaptation),
                        DurationOption.parsePositive("--idle-timeout", idleTimeout)),
                DurationOption.parse("--warm-up", warmUp),
                seed);
    }

    private void printResults(List<SessionRecord> all, PrintWriter out) throws IOException {
        switch (format) {
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
                failed.size() + " of " + all.size() + " sessions failed; session "
                        + failed.get(0).number() + ": "
                        + failed.get(0).failure().orElseThrow(),
                "");
    }
}
