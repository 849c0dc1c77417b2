// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.traffic.video.HlsPlaylist.MediaSegment;
import org.mqecn.traffic.video.HlsPlaylist.Variant;

final class HlsPlaylistTest {
    private static final URI BASE = URI.create("http://server/a/master.m3u8");

    @Test
    void variantsOfMasterPlaylist() {
        String text =
                """
                #EXTM3U
                #EXT-X-STREAM-INF:AVERAGE-BANDWIDTH=9,BANDWIDTH=2560000,CODECS="avc1.4d401f,BANDWIDTH=1",RESOLUTION=1x2
                http://other/mid.m3u8

                # a comment
                #EXT-X-STREAM-INF:BANDWIDTH=1280000
                low/index.m3u8
                """;
        assertTrue(HlsPlaylist.isMaster(text));
        assertEquals(
                List.of(
                        new Variant(URI.create("http://server/a/low/index.m3u8"), 1_280_000),
                        new Variant(URI.create("http://other/mid.m3u8"), 2_560_000)),
                HlsPlaylist.parseVariants(BASE, text));
    }

    @Test
    void segmentsOfMediaPlaylist() {
        String text = "#EXTM3U\r\n#EXT-X-VERSION:3\r\n#EXTINF:2.000000000,\r\n0.ts\r\n#EXTINF:1.5,a title\r\n"
                + "/b/1.ts\r\n#EXTINF:3\r\n2.ts?x=1\r\n#EXT-X-ENDLIST\r\n";
        assertFalse(HlsPlaylist.isMaster(text));
        assertEquals(
                List.of(
                        new MediaSegment(URI.create("http://server/a/0.ts"), 2_000_000_000L),
                        new MediaSegment(URI.create("http://server/b/1.ts"), 1_500_000_000L),
                        new MediaSegment(URI.create("http://server/a/2.ts?x=1"), 3_000_000_000L)),
                HlsPlaylist.parseSegments(BASE, text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>|not a playlist",
                "#EXTM3U~#EXT-X-ENDLIST|playlist without segments",
                "#EXTM3U~#EXTINF:2,~0.ts|live streams are not supported: EXT-X-ENDLIST is missing",
                "#EXTM3U~#EXTINF:two,~0.ts~#EXT-X-ENDLIST|invalid segment duration 'two,'",
                "#EXTM3U~#EXT-X-MAP:URI=\"i\"~#EXTINF:2,~0.ts~#EXT-X-ENDLIST|EXT-X-MAP is not supported"
            })
    void invalidPlaylists(String text, String reason) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> HlsPlaylist.parseSegments(BASE, text.replace('~', '\n')))
                .getMessage();
        assertTrue(message.startsWith(reason), message);
    }

    @Test
    void variantRequiresBandwidth() {
        assertThrows(
                IllegalArgumentException.class,
                () -> HlsPlaylist.parseVariants(BASE, "#EXTM3U\n#EXT-X-STREAM-INF:AVERAGE-BANDWIDTH=5\na.m3u8\n"));
    }

    @Test
    void roundTrip() {
        List<Long> durations = List.of(2_000_000_000L, 2_000_000_000L, 500_000_001L);
        String media = HlsPlaylist.formatMedia(durations, ".ts");
        assertTrue(media.contains("#EXT-X-TARGETDURATION:2\n"), media);
        assertEquals(
                List.of(
                        new MediaSegment(URI.create("http://server/a/0.ts"), 2_000_000_000L),
                        new MediaSegment(URI.create("http://server/a/1.ts"), 2_000_000_000L),
                        new MediaSegment(URI.create("http://server/a/2.ts"), 500_000_001L)),
                HlsPlaylist.parseSegments(BASE, media));
        String master = HlsPlaylist.formatMaster(List.of(new HlsPlaylist.EncodedVariant(
                "low/index.m3u8", List.of(2_000_000_000L, 1_000_000_000L), List.of(1000L, 1250L))));
        assertTrue(master.contains("BANDWIDTH=10000,AVERAGE-BANDWIDTH=6000\n"), master);
        assertEquals(
                List.of(new Variant(URI.create("http://server/a/low/index.m3u8"), 10_000)),
                HlsPlaylist.parseVariants(BASE, master));
    }
}
