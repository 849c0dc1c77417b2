// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;

/** A check of a scenario and what was measured. */
public record CheckResult(
        @JsonPropertyDescription("The metric that is checked.") String metric,
        @JsonPropertyDescription("Values of variables: the mean over these cases is checked.")
                Map<String, String> where,
        @JsonPropertyDescription("If present, the change in percent relative to the mean over these cases is checked.")
                @JsonInclude(Include.NON_EMPTY)
                Map<String, String> baseline,
        @JsonPropertyDescription("The paper's value, as written in the scenario.") @JsonInclude(Include.NON_EMPTY)
                String paper,
        @JsonPropertyDescription("Expected direction of the change, up or down, if no paper gives a value.")
                @JsonInclude(Include.NON_EMPTY)
                String direction,
        @JsonPropertyDescription("Allowed deviation: percent of the paper's value; percentage points for a change.")
                @JsonInclude(Include.NON_EMPTY)
                String tolerance,
        @JsonPropertyDescription("Measured value, or change in percent; null if no valid run has it.") Double measured,
        @JsonPropertyDescription(
                        "Confidence interval of the measured value over repetitions, 95 %, Student's t; absent for one"
                                + " repetition.")
                @JsonInclude(Include.NON_NULL)
                MetricInterval interval,
        @JsonPropertyDescription(
                        "Whether the check passed; \"inconclusive\" if the interval is partly within the tolerance,"
                                + " \"not run\" if runs of its cases are missing.")
                CheckStatus status,
        @JsonPropertyDescription("Deviation from the paper's value, or why there is no value.") String explanation,
        @JsonPropertyDescription("Reasons that runs of its cases report.") @JsonInclude(Include.NON_EMPTY)
                List<ValidityReason> reported,
        @JsonPropertyDescription("Note of the scenario on this check.") @JsonInclude(Include.NON_EMPTY) String note) {
    public CheckResult {
        where = where == null ? Map.of() : where;
        baseline = baseline == null ? Map.of() : baseline;
        paper = paper == null ? "" : paper;
        direction = direction == null ? "" : direction;
        tolerance = tolerance == null ? "" : tolerance;
        status = status == null ? CheckStatus.NOT_RUN : status;
        explanation = explanation == null ? "" : explanation;
        reported = reported == null ? List.of() : List.copyOf(reported);
        note = note == null ? "" : note;
    }

    public boolean passed() {
        return status == CheckStatus.PASSED;
    }

    public boolean failed() {
        return status == CheckStatus.FAILED;
    }

    public boolean isInconclusive() {
        return status == CheckStatus.INCONCLUSIVE;
    }

    /** Whether a change is checked, rather than a value. */
    public boolean isRelative() {
        return !baseline.isEmpty();
    }
}
