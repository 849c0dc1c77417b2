// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

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
import org.mqecn.traffic.video.HlsPlaylist.Variant;
import org.mqecn.value.IoErrors;

/**
 * A streaming session, from the request for the playlist to the end of playback. It has one outstanding request at a time and
 * requests the next segment as soon as the buffer has room for it.
 */
final class StreamingSession {
    private final ScheduledSession session;
    private final PlayerSettings settings;
    private final SessionClock clock;
    private final ContentSource contentSource;
    private final PlayoutBuffer buffer;
    private final Map<URI, List<HlsPlaylist.MediaSegment>> playlists = new HashMap<>();
    private final List<SessionRecord.SegmentRecord> segments = new ArrayList<>();
    private int currentVariant;

    StreamingSession(
            ScheduledSession session, PlayerSettings settings, SessionClock clock, ContentSource contentSource) {
        this.session = session;
        this.settings = settings;
        this.clock = clock;
        this.contentSource = contentSource;
        this.buffer = new PlayoutBuffer(settings.startThreshold().toNanos());
    }

    /** Runs the session. A failure is reported in the record. */
    SessionRecord run() {
        long start = clock.now();
        try {
            streamVideo();
            return toRecord(start, buffer.playbackEnd(clock.now()), Optional.empty());
        } catch (IOException e) {
            long now = clock.now();
            buffer.stop(now);
            return toRecord(start, now, Optional.of(IoErrors.reason(e)));
        }
    }

    private SessionRecord toRecord(long start, long end, Optional<String> failure) {
        OptionalLong playing =
                buffer.playbackStart() < 0 ? OptionalLong.empty() : OptionalLong.of(buffer.playbackStart());
        return new SessionRecord(
                session.number(),
                session.video(),
                session.warmUp(),
                start,
                playing,
                end,
                buffer.stalls(),
                segments,
                failure);
    }

    private void streamVideo() throws IOException {
        String text = fetchText(session.video());
        List<Variant> variants = parsePlaylist(session.video(), () -> variants(text));
        List<Long> bitrates = variants.stream().map(Variant::bandwidth).toList();
        int count = segments(variants.get(currentVariant)).size();
        for (int index = 0; index < count; index++) {
            long duration = segments(variants.get(currentVariant)).get(index).duration();
            waitForBufferSpace(duration);
            currentVariant = settings.bitrateAdaptation().choose(playerState(bitrates, duration));
            List<HlsPlaylist.MediaSegment> variant = segments(variants.get(currentVariant));
            if (variant.size() != count) {
                throw new IOException(session.video() + ": variants differ in the number of segments");
            }
            fetchSegment(index, bitrates.get(currentVariant), variant.get(index), index == count - 1);
        }
    }

    /** Returns the variants of a master playlist; a media playlist is its own single variant. */
    private List<Variant> variants(String text) {
        if (HlsPlaylist.isMaster(text)) {
            return HlsPlaylist.parseVariants(session.video(), text);
        }
        playlists.put(session.video(), HlsPlaylist.parseSegments(session.video(), text));
        return List.of(new Variant(session.video(), 0));
    }

    /** Returns the segments of a variant. Its playlist is requested on first use. */
    private List<HlsPlaylist.MediaSegment> segments(Variant variant) throws IOException {
        URI playlist = variant.playlist();
        if (!playlists.containsKey(playlist)) {
            String text = fetchText(playlist);
            playlists.put(playlist, parsePlaylist(playlist, () -> HlsPlaylist.parseSegments(playlist, text)));
        }
        return playlists.get(playlist);
    }

    private void waitForBufferSpace(long duration) {
        clock.sleepUntil(buffer.timeOfLevel(Math.max(0, settings.buffer().toNanos() - duration), clock.now()));
    }

    /** Returns the current state. The capacity excludes the room reserved for the next segment. */
    private BitrateAdaptation.PlayerState playerState(List<Long> bitrates, long duration) {
        return new BitrateAdaptation.PlayerState(
                bitrates,
                currentVariant,
                buffer.levelAt(clock.now()),
                settings.buffer().toNanos() - duration,
                segments.stream()
                        .map(segmentRecord -> segmentRecord.transfer().throughput())
                        .toList());
    }

    private void fetchSegment(int index, long bitrate, HlsPlaylist.MediaSegment mediaSegment, boolean last)
            throws IOException {
        HttpTransfer transfer = contentSource.get(mediaSegment.file(), OutputStream.nullOutputStream());
        buffer.addSegment(transfer.completionTime(), mediaSegment.duration(), last);
        segments.add(new SessionRecord.SegmentRecord(
                index, bitrate, mediaSegment.duration(), transfer, buffer.levelAt(transfer.completionTime())));
    }

    private String fetchText(URI file) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        contentSource.get(file, text);
        return text.toString(StandardCharsets.UTF_8);
    }

    private interface PlaylistParser<T> {
        T parse();
    }

    private static <T> T parsePlaylist(URI file, PlaylistParser<T> playlistParser) throws IOException {
        try {
            return playlistParser.parse();
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
