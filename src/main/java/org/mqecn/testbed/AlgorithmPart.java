// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;

/**
 * A congestion control that namespaces may choose.
 *
 * @param before others that are to be allowed too, by commands that come before this one's
 */
record AlgorithmPart(String algorithm, List<String> before) implements Part {
    @Override
    public String name() {
        return "congestion control " + algorithm;
    }

    @Override
    public Standing look(Truth truth) {
        return AlgorithmTrace.isAllowed(algorithm, truth) ? Standing.RIGHT : Standing.MISSING;
    }

    @Override
    public List<Command> make(Truth truth) {
        return List.of(AlgorithmTrace.allow(algorithm, before, truth));
    }

    @Override
    public List<Command> mend(Truth truth) {
        return make(truth);
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.of(AlgorithmTrace.of(algorithm));
    }
}
