// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import org.mqecn.port.QdiscRequest;

/**
 * A request to install a port.
 *
 * @param parent class of the parent qdisc, {@code 1:2}; empty for the root
 * @param handle of the qdisc, {@code 1:}; empty for the first free one
 * @param replace whether to replace another qdisc
 * @param build whether to build the module if necessary
 */
public record InstallRequest(
        String device, QdiscRequest request, String parent, String handle, boolean replace, boolean build) {
    /** The parent as tc takes it: {@code root} or {@code parent 1:2}. */
    String parentText() {
        return parent.isEmpty() ? "root" : "parent " + parent;
    }
}
