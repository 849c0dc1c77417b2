// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/**
 * Names and hardware addresses of devices. Both follow from the names of testbed, node and neighbour alone, so that
 * they are the same each time.
 */
final class Devices {
    /** What the kernel takes. */
    static final int LONGEST = 15;
    private static final int HASHED = 5;

    private Devices() {}

    /** A name that is not taken: the one that is wanted, or with a number behind it. Takes it. */
    static String take(String wanted, Set<String> taken) {
        String name = shortened(wanted);
        for (int i = 2; !taken.add(name); i++) {
            name = shortened(wanted + "-" + i);
        }
        return name;
    }

    /** The next of eth0, eth1, … that is not taken. Takes it. */
    static String takeEth(Set<String> taken) {
        int i = 0;
        while (!taken.add("eth" + i)) {
            i++;
        }
        return "eth" + i;
    }

    /** A name as it is or, where it is too long for the kernel, its beginning and a hash of it. */
    static String shortened(String name) {
        return name.length() <= LONGEST ? name
                : name.substring(0, LONGEST - HASHED - 1) + "-" + hex(hash(name), HASHED);
    }

    /** A hardware address that its owner chose and that belongs to one device, {@code 02:…}. */
    static String mac(String testbed, String node, String device) {
        byte[] hash = hash(testbed + "/" + node + "/" + device);
        StringBuilder mac = new StringBuilder("02");
        for (int i = 0; i < 5; i++) {
            mac.append(String.format(":%02x", hash[i]));
        }
        return mac.toString();
    }

    private static String hex(byte[] bytes, int digits) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            text.append(String.format("%02x", each));
        }
        return text.substring(0, digits);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
