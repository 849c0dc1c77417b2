// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.port.Rate;
import org.mqecn.port.UserError;
import org.mqecn.topology.VideoLibrary;

/**
 * ffmpeg's test picture with noise over it, as H.264 of a constant bitrate in MPEG transport streams. Each segment
 * begins with a key frame.
 */
final class FfmpegEncoding implements Encoding {
    private static final int FRAMES_A_SECOND = 25;
    private static final long FRAME_NANOS = 1_000_000_000 / FRAMES_A_SECOND;
    /** What packets and headers of the transport stream take: measured at 25 frames a second. */
    private static final double STREAM_SHARE = 0.07;
    private static final long STREAM_BITS = 45_000;
    private static final int NANO_DIGITS = 9;

    private final CommandRunner runner;

    FfmpegEncoding(CommandRunner runner) {
        this.runner = runner;
    }

    /** Why it cannot make these videos; empty where it can. */
    Optional<String> obstacle(VideoLibrary videos) {
        if (videos.segment().toNanos() % FRAME_NANOS != 0 || videos.length().toNanos() % FRAME_NANOS != 0) {
            return Optional.of("a length is not a whole number of frames of 40 ms");
        }
        try {
            return runner.capture(List.of("ffmpeg", "-v", "error", "-encoders")).output().contains("libx264")
                    ? Optional.empty() : Optional.of("this ffmpeg has no libx264");
        } catch (UserError e) {
            return Optional.of("there is no ffmpeg");
        }
    }

    @Override
    public String word() {
        return "ffmpeg";
    }

    @Override
    public String remark() {
        return "H.264 of constant bitrate, 640x360, that players show";
    }

    @Override
    public String suffix() {
        return ".ts";
    }

    @Override
    public void encode(Path folder, Rate bitrate, VideoLibrary videos, long seed) {
        CommandResult result = runner.capture(command(folder, bitrate, videos, seed));
        if (!result.succeeded()) {
            throw new UserError("ffmpeg cannot make a video of " + bitrate + ": " + result.errors().strip(),
                    "--encoder synthetic needs no ffmpeg");
        }
    }

    private List<String> command(Path folder, Rate bitrate, VideoLibrary videos, long seed) {
        long total = bitrate.bitsPerSecond();
        long video = Math.max(total / 2, Math.round(total * (1 - STREAM_SHARE)) - STREAM_BITS);
        long keyFrames = videos.segment().toNanos() / FRAME_NANOS;
        return List.of("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi",
                "-i", "testsrc2=size=640x360:rate=" + FRAMES_A_SECOND + ",noise=alls=20:allf=t:all_seed="
                        + (seed & Integer.MAX_VALUE),
                "-t", seconds(videos.length().toNanos()), "-c:v", "libx264", "-preset", "ultrafast",
                "-pix_fmt", "yuv420p", "-b:v", text(video), "-maxrate", text(video), "-bufsize", text(video / 4),
                "-x264-params", "nal-hrd=cbr:vbv-init=0.5:force-cfr=1:scenecut=0:keyint=" + keyFrames
                        + ":min-keyint=" + keyFrames,
                "-f", "segment", "-segment_time", seconds(videos.segment().toNanos()), "-segment_format", "mpegts",
                folder.resolve("%d" + suffix()).toString());
    }

    private static String text(long number) {
        return Long.toString(number);
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, NANO_DIGITS).toPlainString();
    }
}
