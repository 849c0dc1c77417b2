// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.topology.VideoLibrary;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/**
 * Encodes ffmpeg's test pattern with added noise as H.264 of constant bitrate in MPEG transport streams. Each segment starts
 * with a key frame.
 */
final class FfmpegEncoder implements SegmentEncoder {
    private static final int FRAMES_PER_SECOND = 25;
    private static final long FRAME_NANOS = 1_000_000_000 / FRAMES_PER_SECOND;
    /** Overhead of the transport stream, measured at 25 frames per second. */
    private static final double MUX_OVERHEAD_SHARE = 0.07;

    private static final long MUX_OVERHEAD_BITS = 45_000;
    private static final int NANO_DIGITS = 9;

    private final CommandRunner runner;

    FfmpegEncoder(CommandRunner runner) {
        this.runner = runner;
    }

    /** Returns the reason why ffmpeg cannot encode these videos; empty if it can. */
    Optional<String> unsupportedReason(VideoLibrary videos) {
        if (videos.segmentDuration().toNanos() % FRAME_NANOS != 0
                || videos.duration().toNanos() % FRAME_NANOS != 0) {
            return Optional.of("a length is not a multiple of the 40 ms of a frame");
        }
        try {
            return runner.capture(List.of("ffmpeg", "-v", "error", "-encoders"))
                            .output()
                            .contains("libx264")
                    ? Optional.empty()
                    : Optional.of("this ffmpeg has no libx264");
        } catch (UserError e) {
            return Optional.of("ffmpeg is not installed");
        }
    }

    @Override
    public String keyword() {
        return "ffmpeg";
    }

    @Override
    public String description() {
        return "playable H.264 of constant bitrate, 640x360";
    }

    @Override
    public String fileExtension() {
        return ".ts";
    }

    @Override
    public void encode(Path folder, Rate bitrate, VideoLibrary videos, long seed) {
        CommandResult result = runner.capture(command(folder, bitrate, videos, seed));
        if (!result.succeeded()) {
            throw new UserError(
                    "ffmpeg cannot encode a video at " + bitrate + ": "
                            + result.errors().strip(),
                    "--encoder synthetic needs no ffmpeg");
        }
    }

    private List<String> command(Path folder, Rate bitrate, VideoLibrary videos, long seed) {
        long total = bitrate.bitsPerSecond();
        long video = Math.max(total / 2, Math.round(total * (1 - MUX_OVERHEAD_SHARE)) - MUX_OVERHEAD_BITS);
        long keyFrames = videos.segmentDuration().toNanos() / FRAME_NANOS;
        return List.of(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=640x360:rate=" + FRAMES_PER_SECOND + ",noise=alls=20:allf=t:all_seed="
                        + (seed & Integer.MAX_VALUE),
                "-t",
                seconds(videos.duration().toNanos()),
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-b:v",
                text(video),
                "-maxrate",
                text(video),
                "-bufsize",
                text(video / 4),
                "-x264-params",
                "nal-hrd=cbr:vbv-init=0.5:force-cfr=1:scenecut=0:keyint=" + keyFrames + ":min-keyint=" + keyFrames,
                "-f",
                "segment",
                "-segment_time",
                seconds(videos.segmentDuration().toNanos()),
                "-segment_format",
                "mpegts",
                folder.resolve("%d" + fileExtension()).toString());
    }

    private static String text(long number) {
        return Long.toString(number);
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, NANO_DIGITS).toPlainString();
    }
}
