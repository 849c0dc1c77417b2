// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Hardware addresses that follow from names, so that the same testbed has the same ones each time. They are locally
 * administered, {@code 02:…}, with 40 bits of a hash behind.
 */
public final class MacAddress {
    private static final int BYTES = 5;

    private MacAddress() {}

    /** That of a device of a node. */
    public static String of(String testbed, String node, String device) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((testbed + "/" + node + "/" + device).getBytes(StandardCharsets.UTF_8));
            List<String> words = new ArrayList<>(List.of("02"));
            for (int i = 0; i < BYTES; i++) {
                words.add("%02x".formatted(Byte.toUnsignedInt(hash[i])));
            }
            return String.join(":", words);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
