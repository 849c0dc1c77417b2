// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.document.Problem;
import org.mqecn.document.Problems;
import org.mqecn.document.Yaml;
import org.mqecn.port.UserError;
import org.mqecn.topology.Testbed;

/**
 * One combination of what varies, one repetition of it: all that a run has to know.
 *
 * @param labels the values of what varies, by its names
 * @param repetition from 1
 * @param text the document that says all this
 */
public record Case(String scenario, String title, Optional<Paper> paper, Map<String, String> labels, int repetition,
        long seed, Testbed testbed, List<Traffic> traffic, Measure measure, String text) implements Trial {
    public Case {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        traffic = List.copyOf(traffic);
    }

    /**
     * Reads a case's document.
     *
     * @throws UserError a usage error where it is not one
     */
    public static Case read(String file, String text) {
        Problems problems = new Problems();
        Optional<Case> read = Yaml.read(file, text, problems).flatMap(value -> CaseReader.read(value, text, problems));
        return read.filter(found -> !problems.hasErrors()).orElseThrow(() -> {
            Problem first = problems.list().stream().filter(problem -> !problem.warning()).findFirst().orElseThrow();
            return UserError.usage(first.message(), first.remedy());
        });
    }

    /** Whether flows begin while it is measured, beside others. */
    public boolean joined() {
        return traffic.stream().anyMatch(each -> each instanceof Traffic.Flows flows
                && flows.start().compareTo(measure.warmUp()) > 0);
    }

    @Override
    public String label() {
        String label = Trial.super.label();
        return label.isEmpty() ? scenario : label;
    }
}
