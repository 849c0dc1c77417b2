// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.traffic.Playlist.Variant;

/**
 * One viewer, from the request of the playlist to the last picture of the video. One request at a time: the next
 * segment is asked for as soon as the buffer has room for it.
 */
final class Session {
    private final Viewing viewing;
    private final Player player;
    private final Clock clock;
    private final Server server;
    private final Playout playout;
    private final Map<URI, List<Playlist.Segment>> playlists = new HashMap<>();
    private final List<SessionRecord.Segment> segments = new ArrayList<>();
    private int chosen;

    Session(Viewing viewing, Player player, Clock clock, Server server) {
        this.viewing = viewing;
        this.player = player;
        this.clock = clock;
        this.server = server;
        this.playout = new Playout(player.startAfter().toNanos());
    }

    /** Watches the video. What goes wrong is in the record. */
    SessionRecord run() {
        long start = clock.now();
        try {
            watch();
            return record(start, playout.end(clock.now()), Optional.empty());
        } catch (IOException e) {
            long now = clock.now();
            playout.stop(now);
            return record(start, now, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private SessionRecord record(long start, long end, Optional<String> failure) {
        OptionalLong playing = playout.started() < 0 ? OptionalLong.empty() : OptionalLong.of(playout.started());
        return new SessionRecord(viewing.number(), viewing.video(), viewing.warmUp(), start, playing, end,
                playout.stalls(), segments, failure);
    }

    private void watch() throws IOException {
        String text = text(viewing.video());
        List<Variant> variants = understood(viewing.video(), () -> variants(text));
        List<Long> bitrates = variants.stream().map(Variant::bandwidth).toList();
        int count = segments(variants.get(chosen)).size();
        for (int index = 0; index < count; index++) {
            long duration = segments(variants.get(chosen)).get(index).duration();
            waitForRoom(duration);
            chosen = player.adaptation().choose(view(bitrates, duration));
            List<Playlist.Segment> variant = segments(variants.get(chosen));
            if (variant.size() != count) {
                throw new IOException(viewing.video() + ": its variants differ in the number of segments");
            }
            fetch(index, bitrates.get(chosen), variant.get(index), index == count - 1);
        }
    }

    /** The variants that the first playlist lists, or itself where it lists segments. */
    private List<Variant> variants(String text) {
        if (Playlist.isMaster(text)) {
            return Playlist.variants(viewing.video(), text);
        }
        playlists.put(viewing.video(), Playlist.segments(viewing.video(), text));
        return List.of(new Variant(viewing.video(), 0));
    }

    /** The segments of a variant; its playlist is asked for when it is first wanted. */
    private List<Playlist.Segment> segments(Variant variant) throws IOException {
        URI playlist = variant.playlist();
        if (!playlists.containsKey(playlist)) {
            String text = text(playlist);
            playlists.put(playlist, understood(playlist, () -> Playlist.segments(playlist, text)));
        }
        return playlists.get(playlist);
    }

    private void waitForRoom(long duration) {
        clock.sleepUntil(playout.drainedTo(Math.max(0, player.buffer().toNanos() - duration), clock.now()));
    }

    /** What a player knows now. Of the buffer's capacity the next segment's part is taken already. */
    private Adaptation.View view(List<Long> bitrates, long duration) {
        return new Adaptation.View(bitrates, chosen, playout.buffered(clock.now()),
                player.buffer().toNanos() - duration,
                segments.stream().map(segment -> segment.transfer().throughput()).toList());
    }

    private void fetch(int index, long bitrate, Playlist.Segment segment, boolean last) throws IOException {
        Transfer transfer = server.get(segment.file(), OutputStream.nullOutputStream());
        playout.add(transfer.complete(), segment.duration(), last);
        segments.add(new SessionRecord.Segment(index, bitrate, segment.duration(), transfer,
                playout.buffered(transfer.complete())));
    }

    private String text(URI file) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        server.get(file, text);
        return text.toString(StandardCharsets.UTF_8);
    }

    private interface Reading<T> {
        T read();
    }

    private static <T> T understood(URI file, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
