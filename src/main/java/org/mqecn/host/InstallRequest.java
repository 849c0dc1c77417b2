// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import org.mqecn.port.QdiscRequest;

/**
 * What install is asked for.
 *
 * @param parent class to sit under, {@code 1:2}; empty for the root
 * @param handle of the qdisc, {@code 1:}; empty for the first that is free
 * @param replace whether another qdisc gives way
 * @param build whether the module is built where it is not
 */
public record InstallRequest(
        String device, QdiscRequest request, String parent, String handle, boolean replace, boolean build) {
    /** Where it sits, in tc's words. */
    String parentText() {
        return parent.isEmpty() ? "root" : "parent " + parent;
    }
}
