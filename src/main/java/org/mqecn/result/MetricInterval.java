// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A confidence interval. */
public record MetricInterval(
        @JsonPropertyDescription("Lower end.") double from,
        @JsonPropertyDescription("Upper end.") double to,
        @JsonPropertyDescription("Number of repetitions that it is from.") int repetitions) {}
