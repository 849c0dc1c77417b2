// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Playlists of HTTP Live Streaming (RFC 8216) for video on demand: a master playlist lists the variants of a video, a media
 * playlist the segments of one variant.
 */
final class HlsPlaylist {
    private static final String FIRST_LINE = "#EXTM3U";
    private static final String STREAM_INF = "#EXT-X-STREAM-INF:";
    private static final String EXTINF = "#EXTINF:";
    private static final String ENDLIST = "#EXT-X-ENDLIST";
    private static final List<String> UNSUPPORTED_TAGS = List.of("#EXT-X-BYTERANGE", "#EXT-X-MAP");
    private static final Pattern BANDWIDTH = Pattern.compile("(?:^|,)BANDWIDTH=(\\d{1,18})(?:,|$)");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,12})?),.*");
    private static final int NANO_DIGITS = 9;
    private static final long NANOS = 1_000_000_000;
    private static final double BIT_NANOS = Byte.SIZE * (double) NANOS;

    private HlsPlaylist() {}

    /** @param bandwidth peak bitrate of the segments, in bit/s */
    record Variant(URI playlist, long bandwidth) {}

    /** @param duration in nanoseconds */
    record MediaSegment(URI file, long duration) {}

    /**
     * The segments of a variant after encoding.
     *
     * @param playlist path of the media playlist, relative to the master playlist
     * @param durations duration of each segment, in nanoseconds
     * @param bytes size of each segment
     */
    record EncodedVariant(String playlist, List<Long> durations, List<Long> bytes) {
        private long peak() {
            double peak = 0;
            for (int i = 0; i < bytes.size(); i++) {
                peak = Math.max(peak, bytes.get(i) * BIT_NANOS / durations.get(i));
            }
            return (long) Math.ceil(peak);
        }

        private long average() {
            return (long) Math.ceil(bytes.stream().mapToLong(Long::longValue).sum()
                    * BIT_NANOS
                    / durations.stream().mapToLong(Long::longValue).sum());
        }
    }

    /** Formats a master playlist. BANDWIDTH is the peak segment bitrate (RFC 8216, 4.3.4.2). */
    static String formatMaster(List<EncodedVariant> variants) {
        StringBuilder text = new StringBuilder(FIRST_LINE + "\n");
        variants.forEach(variant -> text.append(STREAM_INF)
                .append("BANDWIDTH=")
                .append(variant.peak())
                .append(",AVERAGE-BANDWIDTH=")
                .append(variant.average())
                .append('\n')
                .append(variant.playlist)
                .append('\n'));
        return text.toString();
    }

    /** Formats a media playlist of segments {@code 0SUFFIX} to {@code NSUFFIX}. */
    static String formatMedia(List<Long> durations, String suffix) {
        long longest = durations.stream().mapToLong(Long::longValue).max().orElse(0);
        StringBuilder text = new StringBuilder(FIRST_LINE + "\n#EXT-X-VERSION:3\n#EXT-X-PLAYLIST-TYPE:VOD\n"
                + "#EXT-X-TARGETDURATION:" + (longest + NANOS - 1) / NANOS + "\n");
        for (int i = 0; i < durations.size(); i++) {
            text.append(EXTINF)
                    .append(BigDecimal.valueOf(durations.get(i), NANO_DIGITS).toPlainString())
                    .append(",\n")
                    .append(i)
                    .append(suffix)
                    .append('\n');
        }
        return text.append(ENDLIST).append('\n').toString();
    }

    /** Whether a playlist lists variants. */
    static boolean isMaster(String text) {
        return text.lines().anyMatch(line -> line.startsWith(STREAM_INF));
    }

    /**
     * Parses the variants of a master playlist, lowest bandwidth first.
     *
     * @param base URI of the playlist
     * @throws IllegalArgumentException with the reason if the playlist is invalid
     */
    static List<Variant> parseVariants(URI base, String text) {
        List<Variant> variants = new ArrayList<>();
        long bandwidth = -1;
        for (String line : lines(text)) {
            if (line.startsWith(STREAM_INF)) {
                bandwidth = parseBandwidth(line.substring(STREAM_INF.length()));
            } else if (bandwidth >= 0 && !line.startsWith("#")) {
                variants.add(new Variant(base.resolve(line), bandwidth));
                bandwidth = -1;
            }
        }
        variants.sort(Comparator.comparingLong(Variant::bandwidth));
        return variants;
    }

    /**
     * Parses the segments of a media playlist.
     *
     * @param base URI of the playlist
     * @throws IllegalArgumentException with the reason if the playlist is invalid
     */
    static List<MediaSegment> parseSegments(URI base, String text) {
        List<MediaSegment> segments = new ArrayList<>();
        long duration = -1;
        boolean complete = false;
        for (String line : lines(text)) {
            UNSUPPORTED_TAGS.stream().filter(line::startsWith).forEach(tag -> {
                throw new IllegalArgumentException(tag.substring(1) + " is not supported");
            });
            if (line.startsWith(EXTINF)) {
                duration = parseDuration(line.substring(EXTINF.length()));
            } else if (duration >= 0 && !line.startsWith("#")) {
                segments.add(new MediaSegment(base.resolve(line), duration));
                duration = -1;
            }
            complete |= line.equals(ENDLIST);
        }
        if (segments.isEmpty() || !complete) {
            throw new IllegalArgumentException(
                    segments.isEmpty()
                            ? "playlist without segments"
                            : "live streams are not supported: " + ENDLIST.substring(1) + " is missing");
        }
        return segments;
    }

    private static List<String> lines(String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (lines.isEmpty() || !lines.get(0).equals(FIRST_LINE)) {
            throw new IllegalArgumentException("not a playlist: it does not start with " + FIRST_LINE);
        }
        return lines;
    }

    private static long parseBandwidth(String attributes) {
        Matcher bandwidth = BANDWIDTH.matcher(attributes.replaceAll("\"[^\"]*\"", ""));
        if (!bandwidth.find()) {
            throw new IllegalArgumentException("a variant has no BANDWIDTH");
        }
        return Long.parseLong(bandwidth.group(1));
    }

    private static long parseDuration(String text) {
        Matcher duration = DURATION.matcher(text.contains(",") ? text : text + ",");
        if (!duration.matches()) {
            throw new IllegalArgumentException("invalid segment duration '" + text + "'");
        }
        return new BigDecimal(duration.group(1)).movePointRight(NANO_DIGITS).longValue();
    }
}
