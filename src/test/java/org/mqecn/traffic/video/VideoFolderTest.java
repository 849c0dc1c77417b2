// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.topology.VideoLibrary;
import org.mqecn.traffic.video.VideoFolder.EncoderChoice;
import org.mqecn.traffic.video.VideoFolder.VideoFolderResult;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

final class VideoFolderTest {
    private static final URI BASE = URI.create("http://server/");

    @TempDir
    private Path parent;

    private static VideoLibrary videos(int count, long millis) {
        return new VideoLibrary(
                count,
                Duration.ofMillis(millis),
                Duration.ofSeconds(2),
                List.of(Rate.parse("100kbit"), Rate.parse("333kbit")));
    }

    private VideoFolderResult obtain(VideoLibrary videos, EncoderChoice encoderChoice, long seed) {
        return new VideoFolder(parent.resolve("videos"), new CommandRunner()).ensure(videos, encoderChoice, seed);
    }

    private Path file(String name) {
        return parent.resolve("videos").resolve(name);
    }

    @Test
    void syntheticSegmentsHaveExactlyTheBitrate() throws IOException {
        VideoFolderResult videoFolderResult = obtain(videos(2, 5000), EncoderChoice.SYNTHETIC, 1);
        assertTrue(videoFolderResult.created());
        assertEquals("synthetic", videoFolderResult.encoder());
        assertEquals(2 * (433_000 * 5 / 8), videoFolderResult.bytes(), 6);
        String index = Files.readString(file("video-2/333kbit/index.m3u8"));
        List<HlsPlaylist.MediaSegment> segments = HlsPlaylist.parseSegments(BASE, index);
        assertEquals(
                List.of(2_000_000_000L, 2_000_000_000L, 1_000_000_000L),
                segments.stream().map(HlsPlaylist.MediaSegment::duration).toList());
        assertEquals(83_250, Files.size(file("video-2/333kbit/0.bin")));
        assertEquals(41_625, Files.size(file("video-2/333kbit/2.bin")));
        assertEquals(
                List.of(100_000L, 333_000L),
                HlsPlaylist.parseVariants(BASE, Files.readString(file("video-2/master.m3u8"))).stream()
                        .map(HlsPlaylist.Variant::bandwidth)
                        .toList());
        assertEquals(
                List.of("video-1/master.m3u8", "video-2/master.m3u8"),
                VideoFolder.parseManifest(Files.readString(file("videos.json"))));
        assertFalse(Arrays.equals(
                Files.readAllBytes(file("video-1/100kbit/0.bin")), Files.readAllBytes(file("video-2/100kbit/0.bin"))));
    }

    @Test
    void unchangedParametersKeepFolder() throws IOException {
        obtain(videos(1, 2000), EncoderChoice.SYNTHETIC, 1);
        byte[] bytes = Files.readAllBytes(file("video-1/100kbit/0.bin"));
        Files.delete(file("video-1/100kbit/0.bin"));
        assertFalse(obtain(videos(1, 2000), EncoderChoice.SYNTHETIC, 1).created());
        assertFalse(obtain(videos(1, 2000), EncoderChoice.AUTO, 1).created());
        assertFalse(Files.exists(file("video-1/100kbit/0.bin")));
        assertTrue(obtain(videos(1, 2000), EncoderChoice.SYNTHETIC, 2).created());
        assertFalse(Arrays.equals(bytes, Files.readAllBytes(file("video-1/100kbit/0.bin"))));
        assertTrue(obtain(videos(1, 2000), EncoderChoice.SYNTHETIC, 1).created());
        assertArrayEquals(bytes, Files.readAllBytes(file("video-1/100kbit/0.bin")));
        assertTrue(obtain(videos(1, 4000), EncoderChoice.SYNTHETIC, 1).created());
    }

    @Test
    void recoversFromInterruptedRun() throws IOException {
        Files.createDirectories(parent.resolve(".videos.unfinished/video-7"));
        Files.createDirectories(parent.resolve(".videos.old/video-7"));
        obtain(videos(1, 2000), EncoderChoice.SYNTHETIC, 1);
        assertFalse(Files.exists(file("video-7")));
        try (Stream<Path> files = Files.list(parent)) {
            assertEquals(
                    List.of(".videos.lock", "videos"),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals(".videos.old"))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void foreignFolderIsKept() throws IOException {
        Files.createDirectories(parent.resolve("videos"));
        Files.writeString(file("mine"), "text");
        UserError error = assertThrows(UserError.class, () -> obtain(videos(1, 2000), EncoderChoice.SYNTHETIC, 1));
        assertTrue(error.getMessage().contains("was not created by 'mqecn traffic videos'"), error.getMessage());
        assertEquals("text", Files.readString(file("mine")));
    }

    @Tag("tools")
    @Test
    void ffmpegSegmentsArePlayableAndNearTheBitrate() throws IOException {
        VideoLibrary videos = new VideoLibrary(
                1,
                Duration.ofSeconds(6),
                Duration.ofSeconds(2),
                List.of(Rate.parse("500kbit"), Rate.parse("1500kbit")));
        assertEquals("ffmpeg", obtain(videos, EncoderChoice.FFMPEG, 1).encoder());
        List<HlsPlaylist.Variant> variants =
                HlsPlaylist.parseVariants(BASE, Files.readString(file("video-1/master.m3u8")));
        assertEquals(485_000, variants.get(0).bandwidth(), 25_000);
        assertEquals(1_455_000, variants.get(1).bandwidth(), 75_000);
        CommandResult probe = new CommandRunner()
                .capture(List.of(
                        "ffprobe",
                        "-v",
                        "error",
                        "-show_entries",
                        "stream=codec_name,nb_read_frames",
                        "-count_frames",
                        "-of",
                        "csv=p=0",
                        file("video-1/500kbit/1.ts").toString()));
        assertEquals("h264,50", probe.output().strip().lines().findFirst().orElse(probe.errors()));
    }

    @Test
    void ffmpegRequiresWholeFrames() {
        UserError error = assertThrows(UserError.class, () -> obtain(videos(1, 2010), EncoderChoice.FFMPEG, 1));
        assertTrue(error.getMessage().endsWith("not a multiple of the 40 ms of a frame"), error.getMessage());
        assertEquals("synthetic", obtain(videos(1, 2010), EncoderChoice.AUTO, 1).encoder());
    }

    @Test
    void creationCommandNamesTheFolder() {
        assertEquals(
                "mqecn traffic videos /var/lib/mqecn/videos/2x5s-2s-100kbit-333kbit --count 2 --duration 5s "
                        + "--segment-duration 2s --bitrates 100kbit,333kbit",
                VideoFolder.creationCommand("mqecn", Path.of("/var/lib/mqecn/videos"), videos(2, 5000))
                        .shellLine());
    }
}
