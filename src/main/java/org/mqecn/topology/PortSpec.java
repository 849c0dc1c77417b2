// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.Optional;
import org.mqecn.port.QdiscRequest;
import org.mqecn.schema.Located;
import org.mqecn.schema.YamlNodes;

/**
 * What a device should be.
 *
 * @param device its name, at its location in a file
 * @param request the settings of its port; empty if it should be no port
 */
public record PortSpec(Located<String> device, Optional<QdiscRequest> request) {
    /** A specification that is in no file. */
    public static PortSpec of(String device, Optional<QdiscRequest> request) {
        return new PortSpec(new Located<>(device, YamlNodes.NOWHERE), request);
    }

    public String name() {
        return device.value();
    }
}
