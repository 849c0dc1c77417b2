// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.FileTrees;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.LockFile;
import org.mqecn.topology.VideoLibrary;
import org.mqecn.value.IoErrors;
import org.mqecn.value.Quantity;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/**
 * A folder of videos to be served over HTTP: {@code video-1/master.m3u8}, {@code video-1/500kbit/index.m3u8} and the
 * segments beside it (RFC 8216), and {@code videos.json}, which says what was asked for and lists the videos. It is
 * made under another name and renamed when it is complete; one that is there and is what is asked for stays.
 */
public final class VideoFolder {
    static final String MANIFEST = "videos.json";

    /** Who makes segments. */
    public enum EncoderChoice {
        /** ffmpeg where it can, else synthetic. */
        AUTO,
        FFMPEG,
        SYNTHETIC;

        public String keyword() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What there is now.
     *
     * @param created whether it was made now
     * @param encoder the word of who made the segments
     * @param description what a person should know of them
     * @param bytes of all segments
     */
    public record VideoFolderResult(boolean created, String encoder, String description, long bytes) {}

    private final Path folder;
    private final CommandRunner runner;

    /** The folder that holds the videos of testbeds' servers. */
    public static Path parentFolder(LocalMachine machine) {
        return machine.stateFolder().resolve("videos");
    }

    public VideoFolder(Path folder, CommandRunner runner) {
        this.folder = folder.toAbsolutePath().normalize();
        this.runner = runner;
    }

    /** A name for the folder of these videos, which says what is in it: {@code 4x60s-2s-500kbit-4mbit}. */
    public static String folderName(VideoLibrary videos) {
        return videos.count() + "x" + formatTime(videos.duration().toNanos()) + "-"
                + formatTime(videos.segmentDuration().toNanos()) + "-"
                + videos.bitrates().stream().map(Rate::toString).collect(Collectors.joining("-"));
    }

    /**
     * The command that makes these videos, in a folder of that {@link #folderName}.
     *
     * @param mqecn the command line's launcher
     * @param parent the folder to make the folder in
     */
    public static Command creationCommand(String mqecn, Path parent, VideoLibrary videos) {
        return Command.of(
                mqecn,
                "traffic",
                "videos",
                parent.resolve(folderName(videos)).toString(),
                "--count",
                Integer.toString(videos.count()),
                "--length",
                formatTime(videos.duration().toNanos()),
                "--segment",
                formatTime(videos.segmentDuration().toNanos()),
                "--bitrates",
                videos.bitrates().stream().map(Rate::toString).collect(Collectors.joining(",")));
    }

    private static String formatTime(long nanos) {
        return Quantity.TIME.format(nanos);
    }

    /** The videos that a manifest lists, relative to it. */
    static List<String> parseManifest(String manifest) throws IOException {
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
    public VideoFolderResult ensure(VideoLibrary videos, EncoderChoice encoderChoice, long seed) {
        try {
            LockFile lock = LockFile.acquire(hiddenSibling("lock"));
            try (lock) {
                return ensureLocked(videos, encoderChoice, seed);
            }
        } catch (IOException e) {
            throw new UserError("cannot make videos in " + folder + ": " + IoErrors.describe(e), "");
        }
    }

    private VideoFolderResult ensureLocked(VideoLibrary videos, EncoderChoice encoderChoice, long seed)
            throws IOException {
        ObjectNode request = request(videos, seed);
        Optional<JsonNode> there = readManifest();
        if (there.isPresent()
                && there.get().path("request").equals(request)
                && (encoderChoice == EncoderChoice.AUTO
                        || there.get().path("encoder").asText().equals(encoderChoice.keyword()))) {
            return toResult(false, there.get());
        }
        SegmentEncoder segmentEncoder = selectEncoder(videos, encoderChoice);
        Path unfinished = hiddenSibling("unfinished");
        FileTrees.delete(unfinished);
        ObjectNode manifest = new VideoGenerator(videos, segmentEncoder, seed).generate(unfinished);
        manifest.set("request", request);
        Files.writeString(unfinished.resolve(MANIFEST), manifest.toPrettyString() + "\n");
        replaceWith(unfinished);
        return toResult(true, manifest);
    }

    private static VideoFolderResult toResult(boolean anew, JsonNode manifest) {
        return new VideoFolderResult(
                anew,
                manifest.path("encoder").asText(),
                manifest.path("remark").asText(),
                manifest.path("bytes").asLong());
    }

    /** What is asked for, as the manifest has it. */
    private static ObjectNode request(VideoLibrary videos, long seed) {
        ObjectNode request = new ObjectMapper()
                .createObjectNode()
                .put("count", videos.count())
                .put("length", formatTime(videos.duration().toNanos()))
                .put("segment", formatTime(videos.segmentDuration().toNanos()))
                .put("seed", Long.toString(seed));
        ArrayNode bitrates = request.putArray("bitrates");
        videos.bitrates().forEach(bitrate -> bitrates.add(bitrate.toString()));
        return request;
    }

    /** The manifest of what is in the place. */
    private Optional<JsonNode> readManifest() throws IOException {
        if (!Files.exists(folder) || Files.isDirectory(folder) && isEmpty(folder)) {
            return Optional.empty();
        }
        Path manifest = folder.resolve(MANIFEST);
        if (!Files.exists(manifest)) {
            throw new UserError(
                    folder + " is there and was not made by 'mqecn traffic videos': it has no " + MANIFEST,
                    "name another folder, or remove it");
        }
        return Optional.of(new ObjectMapper().readTree(manifest.toFile()));
    }

    private SegmentEncoder selectEncoder(VideoLibrary videos, EncoderChoice encoderChoice) {
        FfmpegEncoder ffmpeg = new FfmpegEncoder(runner);
        Optional<String> obstacle =
                encoderChoice == EncoderChoice.SYNTHETIC ? Optional.of("") : ffmpeg.unsupportedReason(videos);
        if (encoderChoice == EncoderChoice.FFMPEG && obstacle.isPresent()) {
            throw new UserError(
                    "ffmpeg cannot make these videos: " + obstacle.get(),
                    "install Debian's ffmpeg, with "
                            + "lengths that are whole frames of 40 ms, or say --encoder synthetic");
        }
        return obstacle.isPresent() ? new SyntheticEncoder() : ffmpeg;
    }

    /** Puts a complete folder in the place of what is there. */
    private void replaceWith(Path complete) throws IOException {
        Path old = hiddenSibling("old");
        FileTrees.delete(old);
        if (Files.exists(folder)) {
            Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(complete, folder, StandardCopyOption.ATOMIC_MOVE);
        FileTrees.delete(old);
    }

    private Path hiddenSibling(String what) {
        return folder.resolveSibling("." + folder.getFileName() + "." + what);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
