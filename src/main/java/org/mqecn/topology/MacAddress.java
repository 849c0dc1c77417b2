// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

/**
 * Hardware addresses that follow from names, so that the same testbed has the same ones each time. They are locally
 * administered, {@code 02:…}, with 40 bits of a hash behind.
 */
public final class MacAddress {
    private static final int BYTES = 5;

    private MacAddress() {}

    /** That of a device of a node. */
    public static String of(String testbed, String node, String device) {
        String hash = Hash.hex(testbed + "/" + node + "/" + device).substring(0, 2 * BYTES);
        return "02" + hash.replaceAll("..", ":$0");
    }
}
