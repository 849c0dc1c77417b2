// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * Sessions of viewers that arrive over time.
 *
 * @param videos playlists, or directories created by {@code mqecn traffic videos}; the first video is the most popular
 * @param sessions number of sessions; empty for as many as arrive within {@code duration}
 * @param duration time after which no sessions arrive
 * @param warmUp sessions that start before this time are excluded from the summary
 */
public record StreamingWorkload(
        List<URI> videos,
        OptionalInt sessions,
        Duration duration,
        ArrivalProcess arrivalProcess,
        ZipfPopularity zipfPopularity,
        PlayerSettings settings,
        Duration warmUp,
        long seed) {
    private static final String PLAYLIST = ".m3u8";

    public StreamingWorkload {
        videos = List.copyOf(videos);
    }

    /**
     * Runs all sessions until the last one ends.
     *
     * @param onEnd receives the record of each session as it ends, never concurrently
     * @throws UserError if there are no videos
     */
    public void run(Consumer<SessionRecord> onEnd) {
        List<URI> all = new ArrayList<>();
        videos.forEach(video -> all.addAll(resolveVideos(video)));
        SessionClock clock = SessionClock.start();
        List<Thread> threads = new ArrayList<>();
        for (ScheduledSession session : schedule(all)) {
            clock.sleepUntil(session.start());
            Thread thread = new Thread(() -> runSession(session, clock, onEnd), "session " + session.number());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        threads.forEach(StreamingWorkload::join);
    }

    /** Draws arrival times and videos; equal seeds give equal schedules. */
    List<ScheduledSession> schedule(List<URI> all) {
        Random times = new Random(seed);
        Random choices = new Random(~seed);
        List<Long> starts = sessions.isPresent()
                ? arrivalProcess.firstArrivals(sessions.getAsInt(), times)
                : arrivalProcess.arrivalsWithin(duration, times);
        List<ScheduledSession> scheduled = new ArrayList<>();
        for (long start : starts) {
            URI video = all.get(zipfPopularity.choose(all.size(), choices));
            scheduled.add(new ScheduledSession(scheduled.size() + 1, video, start, start < warmUp.toNanos()));
        }
        return scheduled;
    }

    private void runSession(ScheduledSession session, SessionClock clock, Consumer<SessionRecord> onEnd) {
        SessionRecord record;
        try (ContentSource contentSource = new HttpConnection(clock, settings.idleTimeout())) {
            record = new StreamingSession(session, settings, clock, contentSource).run();
        } catch (IOException e) {
            throw new IllegalStateException("a socket could not be closed", e);
        }
        synchronized (onEnd) {
            onEnd.accept(record);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the playlist itself, or the playlists of a directory of videos. */
    private List<URI> resolveVideos(URI address) {
        if (address.getPath() != null && address.getPath().endsWith(PLAYLIST)) {
            return List.of(address);
        }
        URI directory = address.toString().endsWith("/") ? address : URI.create(address + "/");
        URI manifest = directory.resolve(VideoFolder.MANIFEST);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (ContentSource contentSource = new HttpConnection(SessionClock.start(), settings.idleTimeout())) {
            contentSource.get(manifest, text);
            return VideoFolder.parseManifest(text.toString(StandardCharsets.UTF_8)).stream()
                    .map(directory::resolve)
                    .toList();
        } catch (IOException e) {
            throw new UserError(
                    "cannot list the videos at " + address + ": " + IoErrors.reason(e),
                    "use the URL of a playlist (…" + PLAYLIST
                            + ") or of a directory created by 'mqecn traffic videos', "
                            + "and check that the server is running");
        }
    }
}
