// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.traffic;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.DurationOption;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.host.CommandRunner;
import org.mqecn.topology.VideoLibrary;
import org.mqecn.traffic.video.VideoFolder;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes videos to be streamed. */
@Command(
        name = "videos",
        sortOptions = false,
        description = {
            "Make videos to be served over HTTP, in segments at several bitrates (HLS, RFC 8216), with ffmpeg where it is "
                    + "installed, and otherwise from random bytes of exactly these bitrates.",
            "",
            "DIR is complete or not there. Where it is there and is what is asked for it stays as it is; "
                    + "DIR/videos.json tells what it is.%n"
        })
final class TrafficVideosCommand implements Callable<Integer> {
    private static final double BYTES_PER_MEGABYTE = 1e6;
    private static final Duration MIN_SEGMENT = Duration.ofMillis(40);

    @Parameters(paramLabel = "DIR", description = "The folder to be made.")
    private Path folder;

    @Option(names = "--count", paramLabel = "N", description = "How many videos (${DEFAULT-VALUE}).")
    private int count = 4;

    @Option(names = "--length", paramLabel = "TIME", description = "Length of each (${DEFAULT-VALUE}).")
    private String length = "60s";

    @Option(names = "--segment", paramLabel = "TIME", description = "Length of a segment (${DEFAULT-VALUE}).")
    private String segment = "2s";

    @Option(
            names = "--bitrates",
            paramLabel = "RATE,…",
            description = "The bitrates at which each is there (${DEFAULT-VALUE}).")
    private String bitrates = "500kbit,1500kbit,4mbit";

    @Option(
            names = "--encoder",
            paramLabel = "auto|ffmpeg|synthetic",
            description = "Who makes the segments (${DEFAULT-VALUE}).")
    private VideoFolder.EncoderChoice encoderChoice = VideoFolder.EncoderChoice.AUTO;

    @Option(names = "--seed", paramLabel = "N", description = "What they show, or consist of (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        VideoLibrary videos = new VideoLibrary(
                count,
                DurationOption.parsePositive("--length", length),
                DurationOption.parsePositive("--segment", segment),
                Arrays.stream(bitrates.split(","))
                        .map(Rate::parse)
                        .distinct()
                        .sorted(Comparator.comparingLong(Rate::bitsPerSecond))
                        .toList());
        if (count < 1
                || videos.segmentDuration().compareTo(MIN_SEGMENT) < 0
                || videos.duration().compareTo(videos.segmentDuration()) < 0) {
            throw UserError.usage(
                    "no video: there is at least 1, a segment is not shorter than 40 ms, and a video not "
                            + "shorter than a segment",
                    "");
        }
        VideoFolder.VideoFolderResult videoFolderResult =
                new VideoFolder(folder, new CommandRunner()).ensure(videos, encoderChoice, seed);
        spec.commandLine()
                .getOut()
                .println((videoFolderResult.created() ? "made " : "there already: ") + count + " videos in " + folder
                        + ", " + Math.round(videoFolderResult.bytes() / BYTES_PER_MEGABYTE) + " MB ("
                        + videoFolderResult.encoder() + ": " + videoFolderResult.description() + ")");
        return ExitCode.SUCCESS;
    }
}
