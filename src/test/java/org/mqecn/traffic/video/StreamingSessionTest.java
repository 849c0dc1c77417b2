// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.mqecn.traffic.video.SessionRecord.Stall;

/** A session with a simulated network and clock. The video has ten segments of 1 s at 1 and 4 Mbit/s. */
final class StreamingSessionTest {
    private static final long MS = 1_000_000;
    private static final URI VIDEO = URI.create("http://server/video/master.m3u8");
    private static final String MASTER =
            "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=4000000\nhigh\n" + "#EXT-X-STREAM-INF:BANDWIDTH=1000000\nlow\n";
    private static final int SEGMENTS = 10;

    /** Advances only when the session waits. */
    private static final class ScriptedClock implements SessionClock {
        private long now;

        @Override
        public long now() {
            return now;
        }

        @Override
        public void sleepUntil(long time) {
            now = Math.max(now, time);
        }
    }

    /** Responds after 10 ms and sends at a fixed rate. */
    private static final class ScriptedServer implements ContentSource {
        private final ScriptedClock clock;
        private final List<Long> bitsPerSecond;
        private final List<String> requested = new ArrayList<>();
        private int segments;

        ScriptedServer(ScriptedClock clock, Long... bitsPerSecond) {
            this.clock = clock;
            this.bitsPerSecond = List.of(bitsPerSecond);
        }

        @Override
        public HttpTransfer get(URI file, OutputStream body) throws IOException {
            String name = file.getPath().replace("/video/", "");
            requested.add(name);
            long requested = clock.now;
            clock.now += 10 * MS;
            long firstByte = clock.now;
            long size = 0;
            if (name.equals("master.m3u8")) {
                body.write(MASTER.getBytes(StandardCharsets.UTF_8));
            } else if (name.equals("low") || name.equals("high")) {
                body.write(index(name).getBytes(StandardCharsets.UTF_8));
            } else {
                size = name.startsWith("low") ? 125_000 : 500_000;
                long rate = bitsPerSecond.get(Math.min(segments++, bitsPerSecond.size() - 1));
                if (rate == 0) {
                    throw new IOException(file + ": timeout");
                }
                clock.now += size * 8_000_000_000L / rate;
            }
            return new HttpTransfer(size, requested, firstByte, clock.now);
        }

        private static String index(String variant) {
            StringBuilder text = new StringBuilder("#EXTM3U\n");
            for (int i = 0; i < SEGMENTS; i++) {
                text.append("#EXTINF:1,\n")
                        .append(variant)
                        .append('-')
                        .append(i)
                        .append(".ts\n");
            }
            return text.append("#EXT-X-ENDLIST\n").toString();
        }

        @Override
        public void close() {}
    }

    private final ScriptedClock clock = new ScriptedClock();

    private SessionRecord runSession(String adaptation, String buffer, ScriptedServer server) {
        PlayerSettings settings = new PlayerSettings(
                Duration.parse(buffer),
                Duration.ofSeconds(2),
                BitrateAdaptation.parse(adaptation),
                Duration.ofSeconds(20));
        return new StreamingSession(new ScheduledSession(1, VIDEO, 0, false), settings, clock, server).run();
    }

    @Test
    void startUpTakesTwoPlaylistsAndTwoSegments() {
        SessionRecord record = runSession("fixed:1mbit", "PT30S", new ScriptedServer(clock, 10_000_000L));
        assertEquals(OptionalLong.of((10 + 10 + 2 * (10 + 100)) * MS), record.startUpDelay());
        assertEquals(record.playbackStart().getAsLong() + 10_000 * MS, record.end());
        assertEquals(List.of(), record.stalls());
        assertEquals(10 * 125_000, record.bytes());
        assertEquals(1_000_000, record.meanBitrate());
        assertEquals(9_090_909, record.segments().get(0).transfer().throughput());
    }

    @Test
    void fullBufferDelaysRequests() {
        SessionRecord record = runSession("fixed:1mbit", "PT4S", new ScriptedServer(clock, 10_000_000L));
        for (SessionRecord.SegmentRecord segmentRecord : record.segments()) {
            assertTrue(segmentRecord.bufferLevel() <= 4_000 * MS, segmentRecord::toString);
        }
        assertEquals(
                1_000 * MS,
                record.segments().get(6).transfer().requestTime()
                        - record.segments().get(5).transfer().requestTime());
        assertEquals(List.of(), record.stalls());
    }

    @Test
    void slowNetworkStalls() {
        SessionRecord record = runSession(
                "fixed:1mbit", "PT30S", new ScriptedServer(clock, 10_000_000L, 10_000_000L, 100_000L, 10_000_000L));
        long playing = record.playbackStart().getAsLong();
        long third = record.segments().get(2).transfer().completionTime();
        assertEquals(playing + 10_010 * MS, third);
        // Empty 2 s after the start of playback, which resumes with the fourth segment, 110 ms after the third.
        assertEquals(List.of(new Stall(playing + 2_000 * MS, 8_010 * MS + 110 * MS)), record.stalls());
        assertEquals(playing + 10_000 * MS + record.stallTime(), record.end());
    }

    @Test
    void bufferBasedAdaptation() {
        ScriptedServer server = new ScriptedServer(clock, 8_000_000L);
        SessionRecord record = runSession("buffer", "PT5S", server);
        assertEquals(List.of("master.m3u8", "low", "low-0.ts"), server.requested.subList(0, 3));
        assertEquals(1, record.bitrateSwitches());
        assertTrue(server.requested.indexOf("high") > server.requested.indexOf("low-2.ts"), server.requested::toString);
        assertEquals(
                List.of("high-9.ts"), server.requested.subList(server.requested.size() - 1, server.requested.size()));
    }

    @Test
    void failures() {
        SessionRecord record = runSession("fixed:1mbit", "PT30S", new ScriptedServer(clock, 10_000_000L, 0L));
        assertEquals(Optional.of("http://server/video/low-1.ts: timeout"), record.failure());
        assertEquals(1, record.segments().size());
        assertEquals(OptionalLong.empty(), record.playbackStart());
        assertEquals(clock.now, record.end());
    }
}
