// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.host.CommandRunner;
import org.mqecn.port.Quantity;
import org.mqecn.port.Rate;
import org.mqecn.port.UserError;
import org.mqecn.topology.VideoLibrary;

/**
 * A folder of videos to be served over HTTP: {@code video-1/master.m3u8}, {@code video-1/500kbit/index.m3u8} and the
 * segments beside it (RFC 8216), and {@code videos.json}, which says what was asked for and lists the videos. It is
 * made under another name and renamed when it is complete; one that is there and is what is asked for stays.
 */
public final class VideoFolder {
    static final String MANIFEST = "videos.json";
    private static final String MASTER = "master.m3u8";
    private static final String INDEX = "index.m3u8";
    private static final double NANOS = 1e9;

    /** Who makes segments. */
    public enum Encoder {
        /** ffmpeg where it can, else synthetic. */
        AUTO,
        FFMPEG,
        SYNTHETIC;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What there is now.
     *
     * @param anew whether it was made now
     * @param encoder the word of who made the segments
     * @param remark what a person should know of them
     * @param bytes of all segments
     */
    public record Made(boolean anew, String encoder, String remark, long bytes) {}

    private final Path folder;
    private final CommandRunner runner;

    public VideoFolder(Path folder, CommandRunner runner) {
        this.folder = folder.toAbsolutePath().normalize();
        this.runner = runner;
    }

    /** A name for the folder of these videos, which says what is in it: {@code 4x60s-2s-500kbit-4mbit}. */
    public static String name(VideoLibrary videos) {
        return videos.count() + "x" + time(videos.length().toNanos()) + "-" + time(videos.segment().toNanos()) + "-"
                + videos.bitrates().stream().map(Rate::toString).collect(Collectors.joining("-"));
    }

    /**
     * The command that makes these videos, in a folder of that {@link #name}.
     *
     * @param mqecn the command line's launcher
     * @param parent the folder to make the folder in
     */
    public static Command command(String mqecn, Path parent, VideoLibrary videos) {
        return Command.of(mqecn, "traffic", "videos", parent.resolve(name(videos)).toString(),
                "--count", Integer.toString(videos.count()), "--length", time(videos.length().toNanos()),
                "--segment", time(videos.segment().toNanos()),
                "--bitrates", videos.bitrates().stream().map(Rate::toString).collect(Collectors.joining(",")));
    }

    private static String time(long nanos) {
        return Quantity.TIME.print(nanos);
    }

    /** The videos that a manifest lists, relative to it. */
    static List<String> videos(String manifest) throws IOException {
        try {
            List<String> videos = new ArrayList<>();
            new ObjectMapper().readTree(manifest).path("videos").forEach(video -> videos.add(video.asText()));
            if (videos.isEmpty()) {
                throw new IOException("its " + MANIFEST + " lists none");
            }
            return videos;
        } catch (JsonProcessingException e) {
            throw new IOException("its " + MANIFEST + " is not JSON", e);
        }
    }

    /**
     * The videos, made now where they are not there.
     *
     * @throws UserError where they cannot be made, or where something else is in their place
     */
    public Made obtain(VideoLibrary videos, Encoder encoder, long seed) {
        try {
            Files.createDirectories(folder.getParent());
            Path lock = beside("lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                return locked(videos, encoder, seed);
            }
        } catch (IOException e) {
            throw new UserError("cannot make videos in " + folder + ": " + e, "");
        }
    }

    private Made locked(VideoLibrary videos, Encoder encoder, long seed) throws IOException {
        ObjectNode request = request(videos, seed);
        Optional<JsonNode> there = there();
        if (there.isPresent() && there.get().path("request").equals(request)
                && (encoder == Encoder.AUTO || there.get().path("encoder").asText().equals(encoder.word()))) {
            return new Made(false, there.get().path("encoder").asText(), there.get().path("remark").asText(),
                    there.get().path("bytes").asLong());
        }
        Encoding encoding = encoding(videos, encoder);
        Path unfinished = beside("unfinished");
        delete(unfinished);
        long bytes = make(unfinished, videos, encoding, seed, request);
        replaceBy(unfinished);
        return new Made(true, encoding.word(), encoding.remark(), bytes);
    }

    /** What is asked for, as the manifest has it. */
    private static ObjectNode request(VideoLibrary videos, long seed) throws IOException {
        ObjectNode request = new ObjectMapper().createObjectNode().put("count", videos.count())
                .put("length", time(videos.length().toNanos())).put("segment", time(videos.segment().toNanos()))
                .put("seed", Long.toString(seed));
        ArrayNode bitrates = request.putArray("bitrates");
        videos.bitrates().forEach(bitrate -> bitrates.add(bitrate.toString()));
        return request;
    }

    /** The manifest of what is in the place. */
    private Optional<JsonNode> there() throws IOException {
        if (!Files.exists(folder) || Files.isDirectory(folder) && isEmpty(folder)) {
            return Optional.empty();
        }
        Path manifest = folder.resolve(MANIFEST);
        if (!Files.exists(manifest)) {
            throw new UserError(folder + " is there and was not made by 'mqecn traffic videos': it has no " + MANIFEST,
                    "name another folder, or remove it");
        }
        return Optional.of(new ObjectMapper().readTree(manifest.toFile()));
    }

    private Encoding encoding(VideoLibrary videos, Encoder encoder) {
        FfmpegEncoding ffmpeg = new FfmpegEncoding(runner);
        Optional<String> obstacle = encoder == Encoder.SYNTHETIC ? Optional.of("") : ffmpeg.obstacle(videos);
        if (encoder == Encoder.FFMPEG && obstacle.isPresent()) {
            throw new UserError("ffmpeg cannot make these videos: " + obstacle.get(), "install Debian's ffmpeg, with "
                    + "lengths that are whole frames of 40 ms, or say --encoder synthetic");
        }
        return obstacle.isPresent() ? new SyntheticEncoding() : ffmpeg;
    }

    private static long make(Path target, VideoLibrary videos, Encoding encoding, long seed, ObjectNode request)
            throws IOException {
        ObjectNode manifest = new ObjectMapper().createObjectNode().put("encoder", encoding.word())
                .put("remark", encoding.remark());
        manifest.set("request", request);
        ArrayNode list = manifest.putArray("videos");
        long bytes = 0;
        for (int video = 1; video <= videos.count(); video++) {
            String name = "video-" + video;
            bytes += makeVideo(target.resolve(name), videos, encoding, seed * videos.count() + video);
            list.add(name + "/" + MASTER);
        }
        manifest.put("bytes", bytes);
        Files.writeString(target.resolve(MANIFEST), manifest.toPrettyString() + "\n");
        return bytes;
    }

    private static long makeVideo(Path target, VideoLibrary videos, Encoding encoding, long seed) throws IOException {
        StringBuilder master = new StringBuilder("#EXTM3U\n");
        List<Long> durations = Encoding.durations(videos);
        long bytes = 0;
        for (Rate bitrate : videos.bitrates()) {
            Path variant = Files.createDirectories(target.resolve(bitrate.toString()));
            encoding.encode(variant, bitrate, videos, seed);
            List<Long> sizes = sizes(variant, encoding.suffix(), durations.size());
            Files.writeString(variant.resolve(INDEX), index(durations, encoding.suffix()));
            master.append(variant(durations, sizes)).append(bitrate).append('/').append(INDEX).append('\n');
            bytes += sizes.stream().mapToLong(Long::longValue).sum();
        }
        Files.writeString(target.resolve(MASTER), master);
        return bytes;
    }

    private static List<Long> sizes(Path folder, String suffix, int count) throws IOException {
        List<Long> sizes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sizes.add(Files.size(folder.resolve(i + suffix)));
        }
        return sizes;
    }

    /** The bitrates are those that the segments have: BANDWIDTH is the highest (RFC 8216, 4.3.4.2). */
    private static String variant(List<Long> durations, List<Long> sizes) {
        double peak = 0;
        double bits = 0;
        double nanos = 0;
        for (int i = 0; i < sizes.size(); i++) {
            double size = sizes.get(i) * (double) Byte.SIZE;
            peak = Math.max(peak, size * NANOS / durations.get(i));
            bits += size;
            nanos += durations.get(i);
        }
        return "#EXT-X-STREAM-INF:BANDWIDTH=" + (long) Math.ceil(peak)
                + ",AVERAGE-BANDWIDTH=" + (long) Math.ceil(bits * NANOS / nanos) + "\n";
    }

    private static String index(List<Long> durations, String suffix) {
        StringBuilder index = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-PLAYLIST-TYPE:VOD\n"
                + "#EXT-X-TARGETDURATION:" + (long) Math.ceil(durations.get(0) / NANOS) + "\n");
        for (int i = 0; i < durations.size(); i++) {
            index.append("#EXTINF:").append(FfmpegEncoding.seconds(durations.get(i))).append(",\n")
                    .append(i).append(suffix).append('\n');
        }
        return index.append("#EXT-X-ENDLIST\n").toString();
    }

    /** Puts a complete folder in the place of what is there. */
    private void replaceBy(Path complete) throws IOException {
        Path old = beside("old");
        delete(old);
        if (Files.exists(folder)) {
            Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(complete, folder, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    private Path beside(String what) {
        return folder.resolveSibling("." + folder.getFileName() + "." + what);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
