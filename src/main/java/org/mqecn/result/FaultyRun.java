// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** A completed run with faults. */
public record FaultyRun(
        @JsonPropertyDescription("Name of the run.") String run,
        @JsonPropertyDescription("What is wrong with it.") List<RunFault> faults) {}
