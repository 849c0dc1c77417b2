// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import org.mqecn.value.ContentDigest;

/**
 * Derives hardware addresses from names, so that a testbed has the same ones each time. They are locally administered,
 * {@code 02:…}, followed by 40 bits of a hash.
 */
public final class MacAddressGenerator {
    private static final int HASH_BYTES = 5;

    private MacAddressGenerator() {}

    /** Returns the address of a device of a node. */
    public static String generate(String testbed, String node, String device) {
        String hash = ContentDigest.of(testbed + "/" + node + "/" + device).substring(0, 2 * HASH_BYTES);
        return "02" + hash.replaceAll("..", ":$0");
    }
}
