// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.value.UserError;

final class StreamingWorkloadTest {
    private static final List<URI> VIDEOS = IntStream.rangeClosed(1, 4)
            .mapToObj(i -> URI.create("http://server/video-" + i + "/master.m3u8"))
            .toList();
    private static final PlayerSettings PLAYER = new PlayerSettings(
            Duration.ofSeconds(30), Duration.ofSeconds(2), BitrateAdaptation.parse("buffer"), Duration.ofSeconds(20));

    private static List<ScheduledSession> viewings(
            OptionalInt sessions, String during, String arrivals, String popularity, long seed) {
        return new StreamingWorkload(
                        VIDEOS,
                        sessions,
                        Duration.parse(during),
                        ArrivalProcess.parse(arrivals),
                        ZipfPopularity.parse(popularity),
                        PLAYER,
                        Duration.ofSeconds(10),
                        seed)
                .schedule(VIDEOS);
    }

    @Test
    void poissonArrivals() {
        List<ScheduledSession> viewings = viewings(OptionalInt.of(20_000), "PT0S", "2/s", "zipf:0", 7);
        double[] gaps = IntStream.range(1, viewings.size())
                .mapToDouble(i -> (viewings.get(i).start() - viewings.get(i - 1).start()) / 1e9)
                .toArray();
        double mean = IntStream.range(0, gaps.length)
                .mapToDouble(i -> gaps[i])
                .average()
                .orElseThrow();
        double variance = IntStream.range(0, gaps.length)
                .mapToDouble(i -> Math.pow(gaps[i] - mean, 2))
                .average()
                .orElseThrow();
        assertEquals(0.5, mean, 0.015);
        assertEquals(0.25, variance, 0.02);
    }

    @Test
    void arrivalsWithinDuration() {
        List<ScheduledSession> viewings = viewings(OptionalInt.empty(), "PT1000S", "60/min", "zipf:0.8", 3);
        assertEquals(1000, viewings.size(), 100);
        assertTrue(viewings.get(viewings.size() - 1).start()
                < Duration.ofSeconds(1000).toNanos());
        assertEquals(
                viewings.stream()
                        .filter(session -> session.start() < 10_000_000_000L)
                        .toList(),
                viewings.stream().filter(ScheduledSession::warmUp).toList());
    }

    @Test
    void zipfPopularity() {
        List<ScheduledSession> viewings = viewings(OptionalInt.of(20_000), "PT0S", "1/s", "zipf:1", 5);
        double total = 1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0;
        for (int i = 0; i < VIDEOS.size(); i++) {
            URI video = VIDEOS.get(i);
            double share = viewings.stream()
                            .filter(session -> session.video().equals(video))
                            .count()
                    / 20_000.0;
            assertEquals(1 / (i + 1.0) / total, share, 0.01);
        }
    }

    @Test
    void reproducibleBySeed() {
        List<ScheduledSession> viewings = viewings(OptionalInt.of(50), "PT0S", "1/s", "zipf:0.8", 1);
        assertEquals(viewings, viewings(OptionalInt.of(50), "PT0S", "1/s", "zipf:0.8", 1));
        List<ScheduledSession> others = viewings(OptionalInt.of(50), "PT0S", "1/s", "zipf:0.8", 2);
        assertTrue(IntStream.range(0, 50)
                .noneMatch(i -> viewings.get(i).start() == others.get(i).start()));
        assertTrue(IntStream.range(0, 50)
                .anyMatch(i -> !viewings.get(i).video().equals(others.get(i).video())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0/s", "-1/s", "1/h", "s", ""})
    void invalidArrivalRates(String text) {
        assertTrue(
                assertThrows(UserError.class, () -> ArrivalProcess.parse(text)).isUsage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zipf", "zipf:-1", "zipf:a", "uniform", "0.8"})
    void invalidPopularity(String text) {
        assertTrue(
                assertThrows(UserError.class, () -> ZipfPopularity.parse(text)).isUsage());
    }

    @Test
    void startThresholdAboveBuffer() {
        assertTrue(assertThrows(
                        UserError.class,
                        () -> new PlayerSettings(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                BitrateAdaptation.parse("rate"),
                                Duration.ofSeconds(1)))
                .isUsage());
    }
}
