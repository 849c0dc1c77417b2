// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mqecn.host.Machine;
import org.mqecn.topology.Testbed;

/**
 * How a testbed stands, from what is really there.
 *
 * @param testbed its name
 * @param count of its parts
 * @param wrong those that are not as described, with a line for each difference
 * @param superfluous what is there of it and is not described
 */
public record Status(String testbed, int count, List<Wrong> wrong, List<String> superfluous) {
    /** A part that is missing, or differs. */
    public record Wrong(String part, Standing standing) {}

    public Status {
        wrong = List.copyOf(wrong);
        superfluous = List.copyOf(superfluous);
    }

    static Status of(Testbed testbed, Machine machine) {
        Truth truth = new Truth(machine);
        List<Part> parts = Parts.of(testbed, machine);
        List<Wrong> wrong = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Part part : parts) {
            names.add(part.name());
            Standing standing = part.look(truth);
            if (!standing.isRight()) {
                wrong.add(new Wrong(part.name(), standing));
            }
        }
        List<String> superfluous = Record.read(machine, testbed.name()).stream()
                .filter(entry -> !names.contains(entry.part())
                        && Traces.kind(entry.trace()).find(entry.trace(), truth) == TraceKind.Found.OURS)
                .map(Entry::part).toList();
        return new Status(testbed.name(), parts.size(), wrong, superfluous);
    }

    public boolean isAsDescribed() {
        return wrong.isEmpty() && superfluous.isEmpty();
    }
}
