// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.experiment.scenario.Trial;

/**
 * What came out of a trial.
 *
 * @param faults why it does not count; empty where it does
 */
public record TrialResult(Trial trial, Map<String, Double> metrics, List<String> faults) {
    /** Of a run's file; empty where it is not there, or is that of another document, or was made in another place. */
    static Optional<TrialResult> read(Path file, Trial subject, String place) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode run = new ObjectMapper().readTree(file.toFile());
            boolean same = run.path("document").asText().equals(subject.text())
                    && run.path("header").path("place").asText().equals(place);
            return same ? Optional.of(of(run, subject)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static TrialResult of(JsonNode run, Trial subject) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        run.path("metrics")
                .properties()
                .forEach(each -> metrics.put(each.getKey(), each.getValue().asDouble()));
        List<String> faults = new ArrayList<>();
        run.path("faults").forEach(fault -> faults.add(fault.asText()));
        return new TrialResult(subject, metrics, faults);
    }

    public boolean isValid() {
        return faults.isEmpty();
    }
}
