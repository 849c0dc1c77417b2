// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import java.util.List;
import org.mqecn.figure.Comparison.Published;
import org.mqecn.port.EcnScheme;

/**
 * What is compared: marking schemes on the same traffic, with what "Enabling ECN in Multi-Service Multi-Queue Data
 * Centers" (NSDI 2016) measured on nine servers. Its Figure 6 has K = 32 KB and a base RTT of 250 us. Those of Figure 3
 * are not known to us; Figure 1, of the same section, has K = 16 packets and an RTT of 279 us through one queue, of
 * which 16 packets are nearly 200: so the last case has K = 16 packets and 100 us.
 */
enum Case {
    PER_QUEUE(EcnScheme.PER_QUEUE, "32k", 250,
            new Published("Figure 6", List.of(468.0, 468.0), 936.0, 651.0, 782.0)),
    PER_PORT(EcnScheme.PER_PORT, "32k", 250, null),
    MQ_ECN(EcnScheme.MQ_ECN, "32k", 250,
            new Published("Figure 6", List.of(468.0, 468.0), 936.0, 441.0, 536.0)),
    FIGURE_3(EcnScheme.PER_PORT, "24608", 100,
            new Published("Figure 3", List.of(403.0, 539.0), 942.0, null, null));

    /** The one whose run is shown as it goes. */
    static final Case SHOWN = MQ_ECN;

    private final EcnScheme scheme;
    private final String threshold;
    private final int baseRttUs;
    private final Published published;

    Case(EcnScheme scheme, String threshold, int baseRttUs, Published published) {
        this.scheme = scheme;
        this.threshold = threshold;
        this.baseRttUs = baseRttUs;
        this.published = published;
    }

    EcnScheme scheme() {
        return scheme;
    }

    int baseRttUs() {
        return baseRttUs;
    }

    /** Null where the paper has nothing. */
    Published published() {
        return published;
    }

    /** Name of its folder, and of its row. */
    String word() {
        return this == FIGURE_3 ? "per-port-fig3" : scheme.word();
    }

    /** What star.sh wants to be told. */
    List<String> arguments() {
        return List.of(scheme.word(), threshold, baseRttUs / 2 + "us");
    }
}
