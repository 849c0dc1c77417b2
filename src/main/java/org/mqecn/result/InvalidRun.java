// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** A run whose values are excluded. */
public record InvalidRun(
        @JsonPropertyDescription("Name of the run.") String run,
        @JsonPropertyDescription("Why it is invalid, a sentence each.") List<String> faults) {}
