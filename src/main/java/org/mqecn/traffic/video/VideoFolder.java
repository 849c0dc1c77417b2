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
 * A directory of videos to be served over HTTP: {@code video-1/master.m3u8}, {@code video-1/500kbit/index.m3u8} and its segments
 * (RFC 8216), and {@code videos.json}, which records the parameters and lists the videos. It is created under another name and
 * renamed when it is complete. An existing directory with the same parameters is kept.
 */
public final class VideoFolder {
    static final String MANIFEST = "videos.json";

    /** The encoder to use. */
    public enum EncoderChoice {
        /** ffmpeg if it supports the parameters, otherwise synthetic. */
        AUTO,
        FFMPEG,
        SYNTHETIC;

        public String keyword() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The directory after it was created or found up to date.
     *
     * @param created whether it was created
     * @param encoder name of the encoder
     * @param description of the segments, for the user
     * @param bytes total size of the segments
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

    /** Returns a directory name that encodes the parameters: {@code 4x60s-2s-500kbit-4mbit}. */
    public static String folderName(VideoLibrary videos) {
        return videos.count() + "x" + formatTime(videos.duration().toNanos()) + "-"
                + formatTime(videos.segmentDuration().toNanos()) + "-"
                + videos.bitrates().stream().map(Rate::toString).collect(Collectors.joining("-"));
    }

    /**
     * Returns the command that creates these videos in a directory named {@link #folderName}.
     *
     * @param mqecn path of the mqecn command
     * @param parent parent of the directory
     */
    public static Command creationCommand(String mqecn, Path parent, VideoLibrary videos) {
        return Command.of(
                mqecn,
                "traffic",
                "videos",
                parent.resolve(folderName(videos)).toString(),
                "--count",
                Integer.toString(videos.count()),
                "--duration",
                formatTime(videos.duration().toNanos()),
                "--segment-duration",
                formatTime(videos.segmentDuration().toNanos()),
                "--bitrates",
                videos.bitrates().stream().map(Rate::toString).collect(Collectors.joining(",")));
    }

    private static String formatTime(long nanos) {
        return Quantity.TIME.format(nanos);
    }

    /** Returns the paths of the videos that a manifest lists, relative to it. */
    static List<String> parseManifest(String manifest) throws IOException {
        try {
            List<String> videos = new ArrayList<>();
            new ObjectMapper().readTree(manifest).path("videos").forEach(video -> videos.add(video.asText()));
            if (videos.isEmpty()) {
                throw new IOException(MANIFEST + " lists no videos");
            }
            return videos;
        } catch (JsonProcessingException e) {
            throw new IOException(MANIFEST + " is not JSON", e);
        }
    }

    /**
     * Creates the videos unless they exist with the same parameters.
     *
     * @throws UserError if they cannot be created, or the directory has other content
     */
    public VideoFolderResult ensure(VideoLibrary videos, EncoderChoice encoderChoice, long seed) {
        try {
            LockFile lock = LockFile.acquire(hiddenSibling("lock"));
            try (lock) {
                return ensureLocked(videos, encoderChoice, seed);
            }
        } catch (IOException e) {
            throw new UserError(
                    "cannot create videos in " + folder + ": " + IoErrors.describe(e), "choose another directory");
        }
    }

    private VideoFolderResult ensureLocked(VideoLibrary videos, EncoderChoice encoderChoice, long seed)
            throws IOException {
        ObjectNode parameters = parameters(videos, seed);
        Optional<JsonNode> existing = readManifest();
        if (existing.isPresent()
                && existing.get().path("parameters").equals(parameters)
                && (encoderChoice == EncoderChoice.AUTO
                        || existing.get().path("encoder").asText().equals(encoderChoice.keyword()))) {
            return toResult(false, existing.get());
        }
        SegmentEncoder segmentEncoder = selectEncoder(videos, encoderChoice);
        Path unfinished = hiddenSibling("unfinished");
        FileTrees.delete(unfinished);
        ObjectNode manifest = new VideoGenerator(videos, segmentEncoder, seed).generate(unfinished);
        manifest.set("parameters", parameters);
        Files.writeString(unfinished.resolve(MANIFEST), manifest.toPrettyString() + "\n");
        replaceWith(unfinished);
        return toResult(true, manifest);
    }

    private static VideoFolderResult toResult(boolean created, JsonNode manifest) {
        return new VideoFolderResult(
                created,
                manifest.path("encoder").asText(),
                manifest.path("description").asText(),
                manifest.path("bytes").asLong());
    }

    /** Returns the parameters in the format of the manifest. */
    private static ObjectNode parameters(VideoLibrary videos, long seed) {
        ObjectNode parameters = new ObjectMapper()
                .createObjectNode()
                .put("count", videos.count())
                .put("duration", formatTime(videos.duration().toNanos()))
                .put("segment_duration", formatTime(videos.segmentDuration().toNanos()))
                .put("seed", Long.toString(seed));
        ArrayNode bitrates = parameters.putArray("bitrates");
        videos.bitrates().forEach(bitrate -> bitrates.add(bitrate.toString()));
        return parameters;
    }

    /** Reads the manifest of the existing directory, if there is one. */
    private Optional<JsonNode> readManifest() throws IOException {
        if (!Files.exists(folder) || Files.isDirectory(folder) && isEmpty(folder)) {
            return Optional.empty();
        }
        Path manifest = folder.resolve(MANIFEST);
        if (!Files.exists(manifest)) {
            throw new UserError(
                    folder + " exists and has no " + MANIFEST + ": it was not created by 'mqecn traffic videos'",
                    "choose another directory, or delete it");
        }
        try {
            return Optional.of(new ObjectMapper().readTree(manifest.toFile()));
        } catch (JsonProcessingException e) {
            throw new UserError(manifest + " is not JSON", "delete the directory " + folder);
        }
    }

    private SegmentEncoder selectEncoder(VideoLibrary videos, EncoderChoice encoderChoice) {
        FfmpegEncoder ffmpeg = new FfmpegEncoder(runner);
        Optional<String> obstacle =
                encoderChoice == EncoderChoice.SYNTHETIC ? Optional.of("") : ffmpeg.unsupportedReason(videos);
        if (encoderChoice == EncoderChoice.FFMPEG && obstacle.isPresent()) {
            throw new UserError(
                    "ffmpeg cannot encode these videos: " + obstacle.get(),
                    "install Debian's ffmpeg, use lengths that are multiples of 40 ms, or --encoder synthetic");
        }
        return obstacle.isPresent() ? new SyntheticEncoder() : ffmpeg;
    }

    /** Replaces the directory by a complete one. */
    private void replaceWith(Path complete) throws IOException {
        Path old = hiddenSibling("old");
        FileTrees.delete(old);
        if (Files.exists(folder)) {
            Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(complete, folder, StandardCopyOption.ATOMIC_MOVE);
        FileTrees.delete(old);
    }

    private Path hiddenSibling(String suffix) {
        return folder.resolveSibling("." + folder.getFileName() + "." + suffix);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
