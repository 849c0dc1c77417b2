// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.Set;

/** Names of devices. They follow from the names of node and neighbour alone, so that they are the same each time. */
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
                : name.substring(0, LONGEST - HASHED - 1) + "-" + Hash.hex(name).substring(0, HASHED);
    }
}
