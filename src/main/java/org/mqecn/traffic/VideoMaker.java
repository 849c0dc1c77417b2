// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.port.Rate;
import org.mqecn.topology.VideoLibrary;

/** Makes videos, each at all its bitrates, with their playlists. */
record VideoMaker(VideoLibrary videos, Encoding encoding, long seed) {
    private static final String MASTER = "master.m3u8";
    private static final String INDEX = "index.m3u8";

    /**
     * Makes all of them.
     *
     * @param target is made
     * @return what was made, as the manifest has it
     */
    ObjectNode make(Path target) throws IOException {
        ObjectNode manifest = new ObjectMapper().createObjectNode().put("encoder", encoding.word())
                .put("remark", encoding.remark());
        ArrayNode list = manifest.putArray("videos");
        long bytes = 0;
        for (int video = 1; video <= videos.count(); video++) {
            String name = "video-" + video;
            bytes += makeVideo(target.resolve(name), seed * videos.count() + video);
            list.add(name + "/" + MASTER);
        }
        return manifest.put("bytes", bytes);
    }

    private long makeVideo(Path target, long videoSeed) throws IOException {
        List<Playlist.Size> sizes = new ArrayList<>();
        for (Rate bitrate : videos.bitrates()) {
            Path variant = Files.createDirectories(target.resolve(bitrate.toString()));
            encoding.encode(variant, bitrate, videos, videoSeed);
            List<Long> durations = Encoding.durations(videos);
            Files.writeString(variant.resolve(INDEX), Playlist.media(durations, encoding.suffix()));
            sizes.add(new Playlist.Size(bitrate + "/" + INDEX, durations, sizes(variant, durations.size())));
        }
        Files.writeString(target.resolve(MASTER), Playlist.master(sizes));
        return sizes.stream().flatMap(size -> size.bytes().stream()).mapToLong(Long::longValue).sum();
    }

    private List<Long> sizes(Path folder, int count) throws IOException {
        List<Long> sizes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sizes.add(Files.size(folder.resolve(i + encoding.suffix())));
        }
        return sizes;
    }
}
