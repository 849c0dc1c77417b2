// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.List;

/**
 * How a part stands.
 *
 * @param present whether it is there
 * @param differences a line for each thing that is not as it should be: {@code mtu 1500: is 9000}
 */
public record Standing(boolean present, List<String> differences) {
    public static final Standing MISSING = new Standing(false, List.of());
    public static final Standing RIGHT = new Standing(true, List.of());

    public Standing {
        differences = List.copyOf(differences);
    }

    /** There, with these differences; right where there are none. */
    public static Standing with(List<String> differences) {
        return new Standing(true, differences);
    }

    public boolean isRight() {
        return present && differences.isEmpty();
    }
}
