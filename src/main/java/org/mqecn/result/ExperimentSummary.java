// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Result of an experiment: {@code summary.json}. */
public record ExperimentSummary(
        @JsonPropertyDescription("Version of this format.") int format,
        @JsonPropertyDescription("Command that reproduces the experiment.") String command,
        @JsonPropertyDescription("Name of the scenario.") String scenario,
        @JsonPropertyDescription("Title of the scenario.") @JsonInclude(Include.NON_EMPTY) String title,
        @JsonPropertyDescription("Paper that the scenario reproduces.") @JsonInclude(Include.NON_NULL)
                PaperReference paper,
        @JsonPropertyDescription("Number of runs of the complete experiment.") int planned,
        @JsonPropertyDescription("Names of the completed runs: runs/NAME.json.") List<String> runs,
        @JsonPropertyDescription("Completed runs that are invalid.") List<FaultyRun> invalid,
        @JsonPropertyDescription("Completed runs that are valid and have faults to report.") List<FaultyRun> reported,
        @JsonPropertyDescription("Runs that could not be completed, and why.") Map<String, String> failures,
        @JsonPropertyDescription("The checks of the scenario and what was measured.") List<CheckResult> checks) {
    /** Of a folder that has no summary: all runs that are there belong to it. */
    public static final ExperimentSummary EMPTY =
            new ExperimentSummary(ResultFiles.FORMAT, "", "", "", null, 0, null, null, null, null, null);

    public ExperimentSummary {
        command = command == null ? "" : command;
        scenario = scenario == null ? "" : scenario;
        title = title == null ? "" : title;
        runs = runs == null ? null : List.copyOf(runs);
        invalid = invalid == null ? List.of() : List.copyOf(invalid);
        reported = reported == null ? List.of() : List.copyOf(reported);
        failures = failures == null ? Map.of() : failures;
        checks = checks == null ? List.of() : List.copyOf(checks);
    }

    /** Whether a run belongs to the experiment. */
    public boolean includes(String run) {
        return runs == null || runs.contains(run);
    }

    /** Whether all runs that were planned completed or failed, and none is invalid. */
    public boolean isValid() {
        return failures.isEmpty() && invalid.isEmpty();
    }

    /** Whether no check failed, or has too few repetitions to say. */
    public boolean passes() {
        return checks.stream().noneMatch(check -> check.failed() || check.isInconclusive());
    }

    /** Runs that failed or are invalid, and why, sorted by name. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        failures.forEach((run, reason) -> problems.add(run + " failed: " + reason));
        problems.addAll(texts("invalid run", invalid, ValidityRule.REQUIRE));
        return problems.stream().sorted().toList();
    }

    /** Faults of valid runs that are to be reported, sorted by run. */
    public List<String> notes() {
        return texts(RunFault.BADGE + " run", reported, ValidityRule.REPORT);
    }

    private static List<String> texts(String what, List<FaultyRun> runs, ValidityRule rule) {
        return runs.stream()
                .flatMap(each -> each.faults().stream()
                        .filter(fault -> fault.is(rule))
                        .map(fault -> what + " " + each.run() + ": " + fault.text()))
                .sorted()
                .toList();
    }
}
