// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The file of a run, without its header: in the form of a scenario's, so that the same figures are made of it. */
final class CpuRunFileWriter {
    private static final int FORMAT = 1;
    private static final double PRECISION = 1e4;
    private static final long MICROS = 1000;

    private CpuRunFileWriter() {}

    /**
     * Its text.
     *
     * @param cores processors at work, in each second
     * @param configuration of the qdisc, as read back
     */
    static String write(
            CpuMeasurement cpuMeasurement,
            List<Double> cores,
            Map<String, String> versions,
            Map<String, Object> configuration)
            throws JsonProcessingException {
        CpuTrial trial = cpuMeasurement.trial();
        CpuBenchmark setup = trial.benchmark();
        Map<String, Double> metrics = cpuMeasurement.metrics();
        metrics.replaceAll((name, value) -> rounded(value));
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("format", FORMAT);
        file.put("scenario", setup.experiment().name());
        file.put("title", setup.title());
        file.put("case", trial.parameters());
        file.put("repetition", trial.repetition());
        file.put("seed", setup.seed());
        file.put("document", trial.text());
        file.put("versions", versions);
        file.put("configuration", Map.of(cpuMeasurement.qdisc().device(), configuration));
        file.put("valid", cpuMeasurement.faults().isEmpty());
        file.put("faults", cpuMeasurement.faults());
        file.put(
                "window",
                Map.of(
                        "from_us",
                        setup.warmUp().toMillis() * MICROS,
                        "to_us",
                        setup.warmUp().plus(setup.duration()).toMillis() * MICROS));
        file.put("metrics", metrics);
        file.put("cpu_cores", cores.stream().map(CpuRunFileWriter::rounded).toList());
        return new ObjectMapper().writeValueAsString(file) + "\n";
    }

    private static double rounded(double value) {
        return Math.round(value * PRECISION) / PRECISION;
    }
}
