// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A flow that completed, a row of {@link FlowTable}. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record FlowRow(
        @JsonPropertyDescription("Time of the request, in ns from the start of the traffic.") long startNs,
        @JsonPropertyDescription("Flow completion time (FCT): from the request to the last byte, in ns.") long fctNs,
        @JsonPropertyDescription("Size, in bytes.") long bytes,
        @JsonPropertyDescription("Traffic of the scenario that it belongs to.") String traffic,
        @JsonPropertyDescription("Index of its service in that traffic, from 0.") int service,
        @JsonPropertyDescription("DSCP of its packets; of the first if they differ.") int dscp,
        @JsonPropertyDescription("Segments that the sender retransmitted.") long retransmitted,
        @JsonPropertyDescription("Segments delivered with a CE mark.") long deliveredCe,
        @JsonPropertyDescription("Whether the sender ran DCTCP with ECN negotiated.") boolean dctcp) {}
