// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.mqecn.topology.VideoLibrary;
import org.mqecn.value.Rate;

/** Writes segments of random bytes whose size matches the bitrate exactly; equal seeds give equal bytes. */
final class SyntheticEncoder implements SegmentEncoder {
    private static final BigInteger BIT_NANOS = BigInteger.valueOf(Byte.SIZE * 1_000_000_000L);

    @Override
    public String keyword() {
        return "synthetic";
    }

    @Override
    public String description() {
        return "random bytes of exactly the stated bitrates, not playable";
    }

    @Override
    public String fileExtension() {
        return ".bin";
    }

    @Override
    public void encode(Path folder, Rate bitrate, VideoLibrary videos, long seed) throws IOException {
        Random random = new Random(seed ^ bitrate.bitsPerSecond());
        List<Long> durations = SegmentEncoder.durations(videos);
        for (int i = 0; i < durations.size(); i++) {
            byte[] bytes = new byte[bytes(bitrate, durations.get(i))];
            random.nextBytes(bytes);
            Files.write(folder.resolve(i + fileExtension()), bytes);
        }
    }

    private static int bytes(Rate bitrate, long nanos) {
        return BigInteger.valueOf(bitrate.bitsPerSecond())
                .multiply(BigInteger.valueOf(nanos))
                .divide(BIT_NANOS)
                .intValueExact();
    }
}
