// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import java.util.List;

/**
 * The result of comparing a resource with the observed state.
 *
 * @param present whether the resource exists
 * @param differences from the desired state, one line each: {@code mtu 1500: is 9000}
 */
public record ResourceStatus(boolean present, List<String> differences) {
    public static final ResourceStatus MISSING = new ResourceStatus(false, List.of());
    public static final ResourceStatus IN_SYNC = new ResourceStatus(true, List.of());

    public ResourceStatus {
        differences = List.copyOf(differences);
    }

    /** A present resource; in sync if the list is empty. */
    public static ResourceStatus ofDifferences(List<String> differences) {
        return new ResourceStatus(true, differences);
    }

    public boolean isInSync() {
        return present && differences.isEmpty();
    }
}
