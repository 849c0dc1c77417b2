// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.mqecn.figure.Comparison.Header;
import org.mqecn.figure.Comparison.Occupancy;
import org.mqecn.figure.Comparison.Published;
import org.mqecn.figure.Comparison.Run;
import org.mqecn.figure.Comparison.Service;
import org.mqecn.figure.Comparison.Setup;

/** Small data files. */
final class Examples {
    private Examples() {}

    static Comparison comparison(String... faults) {
        return new Comparison(new Header("2026-01-01T00:00:00Z", "a machine"), "One & the other", 7,
                Map.of("iperf3", "iperf 3.12"), new Setup(List.of(1, 4), 0.5, 1.4), "echo <hello>",
                List.of(run("per-queue", 468.2, 656,
                        new Published("Figure 6", List.of(468.0, 468.0), 936.0, 651.0, 782.0)),
                        run("per-port", 313.6, 447, null),
                        run("mq-ecn", 465.5, 449, new Published("Figure 3", List.of(403.0, 539.0), 942.0, null, null),
                                faults)));
    }

    private static Run run(String name, double goodput, double rtt, Published published, String... faults) {
        Rtt probes = Rtt.of(rtt, rtt + 10);
        ObjectNode configuration = JsonNodeFactory.instance.objectNode().put("port_thresh_bytes", 32768);
        Occupancy.Queue queue = new Occupancy.Queue(new long[] {1538, 3076, 0}, new long[] {32768, 32768, 32768},
                new long[] {0, 1, 2});
        return new Run(name, name, 250, List.of("switch# true"), configuration, JsonNodeFactory.instance.objectNode(),
                List.of(new Service(0, List.of(goodput), goodput, probes, probes),
                        new Service(1, List.of(400.0, 68.0), 468, probes, probes)),
                Rtt.of(probes, probes), probes, new Occupancy(new long[] {0, 200, 400}, List.of(queue, queue)),
                List.of(faults), published);
    }
}
