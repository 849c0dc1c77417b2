// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import java.util.List;
import org.mqecn.figure.Comparison.Published;
import org.mqecn.port.EcnScheme;

/** What "Enabling ECN in Multi-Service Multi-Queue Data Centers" (NSDI 2016) measured on nine servers. */
final class Paper {
    private Paper() {}

    /** One flow against four, equal quanta; null where the paper has nothing. */
    static Published of(EcnScheme scheme) {
        return switch (scheme) {
            case NONE -> null;
            case PER_QUEUE -> new Published("Figure 6", List.of(468.0, 468.0), 936.0, 651.0, 782.0);
            case PER_PORT -> new Published("Figure 3", List.of(403.0, 539.0), 942.0, null, null);
            case MQ_ECN -> new Published("Figure 6", List.of(468.0, 468.0), 936.0, 441.0, 536.0);
        };
    }
}
