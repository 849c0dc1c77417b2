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
 * ffmpeg's test picture with noise over it, as H.264 of a constant bitrate in MPEG transport streams. Each segment
 * begins with a key frame.
 */
final class FfmpegEncoder implements SegmentEncoder {
    private static final int FRAMES_PER_SECOND = 25;
    private static final long FRAME_NANOS = 1_000_000_000 / FRAMES_PER_SECOND;
    /** What packets and headers of the transport stream take: measured at 25 frames a second. */
    private static final double MUX_OVERHEAD_SHARE = 0.07;

    private static final long MUX_OVERHEAD_BITS = 45_000;
    private static final int NANO_DIGITS = 9;

    private final CommandRunner runner;

    FfmpegEncoder(CommandRunner runner) {
        this.runner = runner;
    }

    /** Why it cannot make these videos; empty where it can. */
    Optional<String> unsupportedReason(VideoLibrary videos) {
        if (videos.segmentDuration().toNanos() % FRAME_NANOS != 0
                || videos.duration().toNanos() % FRAME_NANOS != 0) {
            return Optional.of("a length is not a whole number of frames of 40 ms");
        }
        try {
            return runner.capture(List.of("ffmpeg", "-v", "error", "-encoders"))
                            .output()
                            .contains("libx264")
                    ? Optional.empty()
                    : Optional.of("this ffmpeg has no libx264");
        } catch (UserError e) {
            return Optional.of("there is no ffmpeg");
        }
    }

    @Override
    public String keyword() {
        return "ffmpeg";
    }

    @Override
    public String description() {
        return "H.264 of constant bitrate, 640x360, that players show";
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
                    "ffmpeg cannot make a video of " + bitrate + ": "
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
