// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.topology.VideoLibrary;
import org.mqecn.value.Rate;

/** Generates videos at all their bitrates, with their playlists. */
record VideoGenerator(VideoLibrary videos, SegmentEncoder encoder, long seed) {
    private static final String MASTER = "master.m3u8";
    private static final String INDEX = "index.m3u8";

    /**
     * Generates all videos.
     *
     * @param target directory to create
     * @return the manifest
     */
    ObjectNode generate(Path target) throws IOException {
        ObjectNode manifest = new ObjectMapper()
                .createObjectNode()
                .put("encoder", encoder.keyword())
                .put("description", encoder.description());
        ArrayNode list = manifest.putArray("videos");
        long bytes = 0;
        for (int video = 1; video <= videos.count(); video++) {
            String name = "video-" + video;
            bytes += generateVideo(target.resolve(name), seed * videos.count() + video);
            list.add(name + "/" + MASTER);
        }
        return manifest.put("bytes", bytes);
    }

    private long generateVideo(Path target, long videoSeed) throws IOException {
        List<HlsPlaylist.EncodedVariant> sizes = new ArrayList<>();
        for (Rate bitrate : videos.bitrates()) {
            Path variant = Files.createDirectories(target.resolve(bitrate.toString()));
            encoder.encode(variant, bitrate, videos, videoSeed);
            List<Long> durations = SegmentEncoder.durations(videos);
            Files.writeString(variant.resolve(INDEX), HlsPlaylist.formatMedia(durations, encoder.fileExtension()));
            sizes.add(new HlsPlaylist.EncodedVariant(
                    bitrate + "/" + INDEX, durations, segmentSizes(variant, durations.size())));
        }
        Files.writeString(target.resolve(MASTER), HlsPlaylist.formatMaster(sizes));
        return sizes.stream()
                .flatMap(encodedVariant -> encodedVariant.bytes().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    private List<Long> segmentSizes(Path folder, int count) throws IOException {
        List<Long> sizes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sizes.add(Files.size(folder.resolve(i + encoder.fileExtension())));
        }
        return sizes;
    }
}
