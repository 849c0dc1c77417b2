// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** When, where and for how long a run was made: all that differs between two runs of the same case and seed. */
public record RunHeader(
        @JsonPropertyDescription("End of the run, ISO 8601, UTC.") String when,
        @JsonPropertyDescription("Duration of the run in real time, in seconds.") double wallSeconds,
        @JsonPropertyDescription("Operating system, architecture and number of CPUs of the machine.") String machine,
        @JsonPropertyDescription(
                        "Where on that machine: a guest with its build, or the machine itself with its kernel.")
                String environment) {
    static final RunHeader EMPTY = new RunHeader("", 0, "", "");

    public RunHeader {
        when = when == null ? "" : when;
        machine = machine == null ? "" : machine;
        environment = environment == null ? "" : environment;
    }
}
