// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The time in which metrics were measured, from the start of the traffic. */
public record MeasurementWindow(
        @JsonPropertyDescription("Begin, in µs from the start of the traffic.") long fromUs,
        @JsonPropertyDescription("End, in µs from the start of the traffic.") long toUs) {
    public double middleUs() {
        return (fromUs + toUs) / 2.0;
    }
}
