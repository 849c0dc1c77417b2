// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.Set;
import org.mqecn.value.ContentDigest;

/** Names of devices. They follow from the names of node and neighbour alone, so that they are the same each time. */
final class DeviceNames {
    /** What the kernel takes. */
    static final int MAX_LENGTH = 15;

    private static final int HASH_DIGITS = 5;

    private DeviceNames() {}

    /** A name that is not taken: the one that is wanted, or with a number behind it. Takes it. */
    static String allocate(String wanted, Set<String> taken) {
        String name = shorten(wanted);
        for (int i = 2; !taken.add(name); i++) {
            name = shorten(wanted + "-" + i);
        }
        return name;
    }

    /** The next of eth0, eth1, … that is not taken. Takes it. */
    static String allocateEth(Set<String> taken) {
        int i = 0;
        while (!taken.add("eth" + i)) {
            i++;
        }
        return "eth" + i;
    }

    /** A name as it is or, where it is too long for the kernel, its beginning and a hash of it. */
    static String shorten(String name) {
        return name.length() <= MAX_LENGTH
                ? name
                : name.substring(0, MAX_LENGTH - HASH_DIGITS - 1) + "-"
                        + ContentDigest.of(name).substring(0, HASH_DIGITS);
    }
}
