// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import java.util.List;

/**
 * How a part stands.
 *
 * @param present whether it is there
 * @param differences a line for each thing that is not as it should be: {@code mtu 1500: is 9000}
 */
public record ResourceStatus(boolean present, List<String> differences) {
    public static final ResourceStatus MISSING = new ResourceStatus(false, List.of());
    public static final ResourceStatus IN_SYNC = new ResourceStatus(true, List.of());

    public ResourceStatus {
        differences = List.copyOf(differences);
    }

    /** There, with these differences; right where there are none. */
    public static ResourceStatus ofDifferences(List<String> differences) {
        return new ResourceStatus(true, differences);
    }

    public boolean isInSync() {
        return present && differences.isEmpty();
    }
}
