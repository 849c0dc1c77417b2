// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.Map;
import java.util.Optional;

/**
 * What happened when a port was filled.
 *
 * @param device the port
 * @param seen every queue on the flows' ways; empty where there is nothing on the port that could hold them back, so
 *     that no flow was sent through it
 * @param failure why no flows came about; empty where they did
 */
record Load(Plan plan, Device device, Map<Device, Seen> seen, String failure) {
    Optional<Seen> own() {
        return Optional.ofNullable(seen.get(device));
    }
}
