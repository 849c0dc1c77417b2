// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic;

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
import org.mqecn.port.UserError;

/**
 * Viewers who come, one after the other, and watch.
 *
 * @param videos playlists, or folders that 'mqecn traffic videos' made; the first video is the most popular
 * @param sessions how many come; empty where as many come as {@code during} brings
 * @param during how long they come
 * @param warmUp those that come before this time do not count
 */
public record Audience(List<URI> videos, OptionalInt sessions, Duration during, Arrivals arrivals,
        Popularity popularity, Player player, Duration warmUp, long seed) {
    private static final String PLAYLIST = ".m3u8";

    public Audience {
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
        videos.forEach(video -> all.addAll(expand(video)));
        Clock clock = Clock.start();
        List<Thread> watching = new ArrayList<>();
        for (Viewing viewing : viewings(all)) {
            clock.sleepUntil(viewing.start());
            Thread thread = new Thread(() -> watch(viewing, clock, ended), "session " + viewing.number());
            thread.setDaemon(true);
            thread.start();
            watching.add(thread);
        }
        watching.forEach(Audience::join);
    }

    /** Who comes when and watches what; the same for the same seed. */
    List<Viewing> viewings(List<URI> all) {
        Random times = new Random(seed);
        Random choices = new Random(~seed);
        List<Long> starts = sessions.isPresent() ? arrivals.first(sessions.getAsInt(), times)
                : arrivals.during(during, times);
        List<Viewing> viewings = new ArrayList<>();
        for (long start : starts) {
            URI video = all.get(popularity.choose(all.size(), choices));
            viewings.add(new Viewing(viewings.size() + 1, video, start, start < warmUp.toNanos()));
        }
        return viewings;
    }

    private void watch(Viewing viewing, Clock clock, Consumer<SessionRecord> ended) {
        SessionRecord record;
        try (Server server = new HttpConnection(clock, player.patience())) {
            record = new Session(viewing, player, clock, server).run();
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
    private List<URI> expand(URI address) {
        if (address.getPath() != null && address.getPath().endsWith(PLAYLIST)) {
            return List.of(address);
        }
        URI folder = address.toString().endsWith("/") ? address : URI.create(address + "/");
        URI manifest = folder.resolve(VideoFolder.MANIFEST);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (Server server = new HttpConnection(Clock.start(), player.patience())) {
            server.get(manifest, text);
            return VideoFolder.videos(text.toString(StandardCharsets.UTF_8)).stream().map(folder::resolve).toList();
        } catch (IOException e) {
            throw new UserError("cannot tell which videos are at " + address + ": " + e.getMessage(),
                    "give the address of a playlist (…" + PLAYLIST + "), or of a folder that 'mqecn traffic videos' "
                            + "made; the server has to run");
        }
    }
}
