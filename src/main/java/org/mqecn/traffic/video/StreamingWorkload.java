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
import org.mqecn.value.UserError;

/**
 * Viewers who come, one after the other, and watch.
 *
 * @param videos playlists, or folders that 'mqecn traffic videos' made; the first video is the most popular
 * @param sessions how many come; empty where as many come as {@code during} brings
 * @param duration how long they come
 * @param warmUp those that come before this time do not count
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
     * Plays it all, to the end of the last one that came.
     *
     * @param ended is given the record of each as it ends, one at a time
     * @throws UserError where there is nothing to watch
     */
    public void run(Consumer<SessionRecord> ended) {
        List<URI> all = new ArrayList<>();
        videos.forEach(video -> all.addAll(resolveVideos(video)));
        SessionClock clock = SessionClock.start();
        List<Thread> watching = new ArrayList<>();
        for (ScheduledSession session : schedule(all)) {
            clock.sleepUntil(session.start());
            Thread thread = new Thread(() -> runSession(session, clock, ended), "session " + session.number());
            thread.setDaemon(true);
            thread.start();
            watching.add(thread);
        }
        watching.forEach(StreamingWorkload::join);
    }

    /** Who comes when and watches what; the same for the same seed. */
    List<ScheduledSession> schedule(List<URI> all) {
        Random times = new Random(seed);
        Random choices = new Random(~seed);
        List<Long> starts = sessions.isPresent()
                ? arrivalProcess.firstArrivals(sessions.getAsInt(), times)
                : arrivalProcess.arrivalsWithin(duration, times);
        List<ScheduledSession> viewings = new ArrayList<>();
        for (long start : starts) {
            URI video = all.get(zipfPopularity.choose(all.size(), choices));
            viewings.add(new ScheduledSession(viewings.size() + 1, video, start, start < warmUp.toNanos()));
        }
        return viewings;
    }

    private void runSession(ScheduledSession session, SessionClock clock, Consumer<SessionRecord> ended) {
        SessionRecord record;
        try (ContentSource contentSource = new HttpConnection(clock, settings.idleTimeout())) {
            record = new StreamingSession(session, settings, clock, contentSource).run();
        } catch (IOException e) {
            throw new IllegalStateException("a socket could not be closed", e);
        }
        synchronized (ended) {
            ended.accept(record);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A playlist, or all that a folder of videos has. */
    private List<URI> resolveVideos(URI address) {
        if (address.getPath() != null && address.getPath().endsWith(PLAYLIST)) {
            return List.of(address);
        }
        URI folder = address.toString().endsWith("/") ? address : URI.create(address + "/");
        URI manifest = folder.resolve(VideoFolder.MANIFEST);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (ContentSource contentSource = new HttpConnection(SessionClock.start(), settings.idleTimeout())) {
            contentSource.get(manifest, text);
            return VideoFolder.parseManifest(text.toString(StandardCharsets.UTF_8)).stream()
                    .map(folder::resolve)
                    .toList();
        } catch (IOException e) {
            throw new UserError(
                    "cannot tell which videos are at " + address + ": " + e.getMessage(),
                    "give the address of a playlist (…" + PLAYLIST + "), or of a folder that 'mqecn traffic videos' "
                            + "made; the server has to run");
        }
    }
}
