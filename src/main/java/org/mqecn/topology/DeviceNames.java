// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.Set;
import org.mqecn.value.ContentDigest;

/** Names of devices. They depend on the names of node and neighbour only, so that they are the same each time. */
final class DeviceNames {
    /** IFNAMSIZ without the final NUL. */
    static final int MAX_LENGTH = 15;

    /** Names that the kernel does not accept, or uses in paths of its own (/proc/sys/net). */
    static final Set<String> RESERVED = Set.of("lo", "all", "default");

    private static final int HASH_DIGITS = 5;

    private DeviceNames() {}

    /** Allocates a name: the wanted one, with a number appended if it is taken. */
    static String allocate(String wanted, Set<String> taken) {
        String name = shorten(wanted);
        for (int i = 2; !taken.add(name); i++) {
            name = shorten(wanted + "-" + i);
        }
        return name;
    }

    /** Allocates the first of eth0, eth1, … that is not taken. */
    static String allocateEth(Set<String> taken) {
        int i = 0;
        while (!taken.add("eth" + i)) {
            i++;
        }
        return "eth" + i;
    }

    /** Returns the name, or its beginning and a hash if it is too long for the kernel. */
    static String shorten(String name) {
        return name.length() <= MAX_LENGTH
                ? name
                : name.substring(0, MAX_LENGTH - HASH_DIGITS - 1) + "-"
                        + ContentDigest.of(name).substring(0, HASH_DIGITS);
    }
}
