// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.traffic;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.DurationOption;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.host.CommandRunner;
import org.mqecn.topology.VideoLibrary;
import org.mqecn.traffic.video.VideoFolder;
import org.mqecn.value.Bytes;
import org.mqecn.value.Rate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "videos",
        sortOptions = false,
        description = {
            "Create videos to be served over HTTP, in segments at several bitrates (HLS, RFC 8216). Segments are encoded by "
                    + "ffmpeg if it is installed; otherwise they are random bytes of exactly these bitrates.",
            "",
            "DIR is created atomically; an existing directory with the same parameters is kept. DIR/videos.json records the "
                    + "parameters.%n"
        })
final class TrafficVideosCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Directory to create.")
    private Path folder;

    @Option(names = "--count", paramLabel = "N", description = "Number of videos (default: ${DEFAULT-VALUE}).")
    private int count = 4;

    @Option(names = "--duration", paramLabel = "TIME", description = "Duration of a video (default: ${DEFAULT-VALUE}).")
    private String duration = "60s";

    @Option(
            names = "--segment-duration",
            paramLabel = "TIME",
            description = "Duration of a segment (default: ${DEFAULT-VALUE}).")
    private String segmentDuration = "2s";

    @Option(
            names = "--bitrates",
            paramLabel = "RATE,…",
            description = "Bitrates of each video (default: ${DEFAULT-VALUE}).")
    private String bitrates = "500kbit,1500kbit,4mbit";

    @Option(
            names = "--encoder",
            paramLabel = "auto|ffmpeg|synthetic",
            description = "Encoder (default: auto, which is ffmpeg if it is installed).")
    private VideoFolder.EncoderChoice encoderChoice = VideoFolder.EncoderChoice.AUTO;

    @Option(names = "--seed", paramLabel = "N", description = "Random seed of the content (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        VideoLibrary videos = new VideoLibrary(
                        count,
                        DurationOption.parsePositive("--duration", duration),
                        DurationOption.parsePositive("--segment-duration", segmentDuration),
                        Arrays.stream(bitrates.split(","))
                                .map(Rate::parse)
                                .distinct()
                                .sorted(Comparator.comparingLong(Rate::bitsPerSecond))
                                .toList())
                .validated();
        VideoFolder.VideoFolderResult result =
                new VideoFolder(folder, new CommandRunner()).ensure(videos, encoderChoice, seed);
        spec.commandLine()
                .getOut()
                .println((result.created() ? "created: " : "up to date: ") + count + " videos in " + folder
                        + ", " + new Bytes(result.bytes()).megabytes() + " MB ("
                        + result.encoder() + ": " + result.description() + ")");
        return ExitCode.SUCCESS;
    }
}
