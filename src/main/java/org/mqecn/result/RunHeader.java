// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When, where and for how long a run was made: all that differs between two runs of the same case and seed. */
public record RunHeader(
        @JsonPropertyDescription("End of the run, ISO 8601, UTC.") String when,
        @JsonPropertyDescription("Duration of the run in real time, in seconds.") double wallSeconds,
        @JsonPropertyDescription("Operating system, architecture and number of CPUs of the machine.") String machine,
        @JsonPropertyDescription(
                        "Where on that machine: a guest with its build, or the machine itself with its kernel.")
                String environment,
        @JsonInclude(JsonInclude.Include.NON_NULL)
                @JsonPropertyDescription("Commit of mqecn. Absent if it was not built in a repository.")
                String commit,
        @JsonInclude(JsonInclude.Include.NON_NULL)
                @JsonPropertyDescription(
                        "Load of the machine at the end of the run: processes that run or wait for a CPU, mean of a minute.")
                Double load,
        @JsonInclude(JsonInclude.Include.NON_NULL)
                @JsonPropertyDescription("Version of Java, on which nothing depends.")
                String java) {
    static final RunHeader EMPTY = new RunHeader("", 0, "", "", null, null, null);

    private static final double MS = 1000;

    public RunHeader {
        when = when == null ? "" : when;
        machine = machine == null ? "" : machine;
        environment = environment == null ? "" : environment;
    }

    /**
     * The header of a run that ends now, on this machine.
     *
     * @param commit of mqecn; may be empty
     */
    public static RunHeader now(Duration duration, String environment, String commit) {
        return new RunHeader(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Math.round(duration.toMillis() / MS * 10) / 10.0,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " CPUs",
                environment,
                commit.isEmpty() ? null : commit,
                machineLoad(),
                Runtime.version().toString());
    }

    /** Null where the system does not tell. */
    private static Double machineLoad() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? null : load;
    }
}
