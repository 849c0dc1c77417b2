// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import org.mqecn.value.ContentDigest;

/**
 * Hardware addresses that follow from names, so that the same testbed has the same ones each time. They are locally
 * administered, {@code 02:…}, with 40 bits of a hash behind.
 */
public final class MacAddressGenerator {
    private static final int HASH_BYTES = 5;

    private MacAddressGenerator() {}

    /** That of a device of a node. */
    public static String generate(String testbed, String node, String device) {
        String hash = ContentDigest.of(testbed + "/" + node + "/" + device).substring(0, 2 * HASH_BYTES);
        return "02" + hash.replaceAll("..", ":$0");
    }
}
