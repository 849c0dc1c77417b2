// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** State of one queue from a time on, a row of {@link QueueTable}. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record QueueRow(
        @JsonPropertyDescription("Time of the sample, in µs from the start of the traffic.") long timeUs,
        @JsonPropertyDescription("Index of the queue.") int queue,
        @JsonPropertyDescription("Backlog of the queue, in bytes.") long backlogBytes,
        @JsonPropertyDescription("Marking threshold in force, in bytes; null if the queue has none.")
                Long thresholdBytes,
        @JsonPropertyDescription("Packets marked so far; null if the qdisc does not count marks.") Long markedPackets,
        @JsonPropertyDescription("Packets dropped so far.") long droppedPackets) {
    /** Whether nothing but the time differs. */
    public boolean hasSameState(QueueRow other) {
        return other != null
                && equals(new QueueRow(
                        timeUs,
                        other.queue,
                        other.backlogBytes,
                        other.thresholdBytes,
                        other.markedPackets,
                        other.droppedPackets));
    }
}
