// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mqecn.result.PaperReference;
import org.mqecn.result.ValidityReason;
import org.mqecn.result.ValidityRule;
import org.mqecn.schema.Problem;
import org.mqecn.schema.Problems;
import org.mqecn.schema.Yaml;
import org.mqecn.topology.Testbed;
import org.mqecn.traffic.flow.FctSummary.FlowSizeBin;
import org.mqecn.value.UserError;

/**
 * One repetition of one combination of the variables' values: all that a run needs.
 *
 * @param parameters values of the variables, by name
 * @param repetition from 1
 * @param validity what follows from a reason for invalidity, if the run is not to be invalid
 * @param folder of the files that the traffic names; empty for the working directory
 * @param text the complete document of the case, without the folder: it is the same on all machines
 */
public record ScenarioCase(
        String scenario,
        String title,
        Optional<PaperReference> paper,
        Map<String, String> parameters,
        int repetition,
        long seed,
        Testbed testbed,
        List<TrafficSpec> traffic,
        MeasurementSpec measurement,
        Map<ValidityReason, ValidityRule> validity,
        String folder,
        String text)
        implements Trial {
    public ScenarioCase {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        traffic = List.copyOf(traffic);
        validity = Map.copyOf(validity);
    }

    @Override
    public int nodes() {
        return testbed.nodes();
    }

    @Override
    public OptionalDouble expectedFlows(FlowSizeBin sizes) {
        List<OptionalDouble> flows =
                traffic.stream().map(each -> each.expectedFlows(sizes)).toList();
        return flows.stream().allMatch(OptionalDouble::isPresent)
                ? OptionalDouble.of(
                        flows.stream().mapToDouble(OptionalDouble::getAsDouble).sum())
                : OptionalDouble.empty();
    }

    /** The document with the folder, as {@link #read} takes it. */
    public String localDocument() {
        return folder.isEmpty()
                ? text
                : Yaml.write(InputFiles.withFolder(
                        Yaml.read(scenario, text, new Problems()).orElseThrow(), folder));
    }

    /**
     * Reads a case's document.
     *
     * @throws UserError a usage error if it is none
     */
    public static ScenarioCase read(String file, String text) {
        Problems problems = new Problems();
        Optional<ScenarioCase> read =
                Yaml.read(file, text, problems).flatMap(yamlNode -> CaseReader.read(yamlNode, problems));
        return read.filter(found -> !problems.hasErrors()).orElseThrow(() -> {
            Problem first = problems.list().stream()
                    .filter(problem -> !problem.warning())
                    .findFirst()
                    .orElseThrow();
            return UserError.usage(first.message(), first.remedy());
        });
    }

    /** Whether flows start during the measurement. */
    public boolean hasLateFlows() {
        return traffic.stream()
                .anyMatch(each ->
                        each instanceof TrafficSpec.Flows flows && flows.start().compareTo(measurement.warmUp()) > 0);
    }

    @Override
    public String label() {
        String label = Trial.super.label();
        return label.isEmpty() ? scenario : label;
    }
}
