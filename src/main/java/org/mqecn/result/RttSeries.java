// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Round-trip times in the order in which they were measured. */
public record RttSeries(
        @JsonPropertyDescription("Traffic of the scenario that measured them.") String traffic,
        @JsonPropertyDescription("DSCP of the probes. Absent for smoothed RTTs, which TCP keeps per connection.")
                @JsonInclude(JsonInclude.Include.NON_NULL)
                Integer dscp,
        @JsonPropertyDescription("Samples, in µs.") double[] samplesUs) {
    /** RTTs of probes with one DSCP. */
    public static RttSeries ofProbes(String traffic, int dscp, double[] samplesUs) {
        return new RttSeries(traffic, dscp, samplesUs);
    }

    /** RTTs as the senders' TCP smoothed them. */
    public static RttSeries ofSmoothed(String traffic, double[] samplesUs) {
        return new RttSeries(traffic, null, samplesUs);
    }
}
