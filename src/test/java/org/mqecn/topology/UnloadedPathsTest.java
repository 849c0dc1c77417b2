// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.value.Rate;

@DisplayName("The path between two hosts without load")
final class UnloadedPathsTest {
    private static UnloadedPaths paths(String text) {
        return new UnloadedPaths(TestbedFile.of("testbed.yaml", text).testbed());
    }

    @Test
    @DisplayName("has the delays of both hosts, and takes a packet of 1448 bytes 12.304 µs at 1 Gbit/s")
    void star() {
        UnloadedPath path = paths("star: {hosts: 3, rate: 1gbit, base-rtt: 250us}\n")
                .between("h2", "h1")
                .orElseThrow();
        assertEquals(new UnloadedPath(Duration.ofNanos(250_000), Rate.parse("1gbit"), 1500), path);
        assertEquals(262_304, path.completionNs(1448), 1e-6);
        assertEquals(250_000 + 1538 * 8 + 91 * 8, path.completionNs(1449), 1e-6);
    }

    @Test
    @DisplayName("is as slow as its slowest port towards the receiver")
    void uplinks() {
        UnloadedPaths fabric = paths(
                "leaf-spine: {leaves: 2, spines: 2, hosts-per-leaf: 2, rate: 1gbit, uplink-rate: 500mbit, base-rtt: 80us}\n");
        assertEquals(
                Optional.of(new UnloadedPath(Duration.ofNanos(80_000), Rate.parse("1gbit"), 1500)),
                fabric.between("h1", "h2"));
        assertEquals(
                Optional.of(new UnloadedPath(Duration.ofNanos(80_000), Rate.parse("500mbit"), 1500)),
                fabric.between("h1", "h3"));
    }
}
