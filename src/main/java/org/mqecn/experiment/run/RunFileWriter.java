// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.mqecn.experiment.run.RunMeasurements.RttSamples;
import org.mqecn.experiment.scenario.PaperReference;
import org.mqecn.experiment.scenario.ScenarioCase;
import org.mqecn.traffic.flow.FlowRecord;

/**
 * The file of a run: everything that is known about it. Nothing in it depends on when or where it ran; that is in a
 * header, which is put before it by whoever had it run.
 */
final class RunFileWriter {
    private static final int FORMAT = 1;
    private static final List<String> FLOWS = List.of(
            "start_ns", "completion_ns", "bytes", "traffic", "service", "dscp", "retransmitted", "marked", "dctcp");
    private static final List<String> QUEUES =
            List.of("time_us", "queue", "backlog_bytes", "threshold_bytes", "marked_packets", "dropped_packets");

    private final ScenarioCase scenarioCase;
    private final RunMeasurements measurements;
    private final StringWriter text = new StringWriter();
    private final JsonGenerator json;

    private RunFileWriter(ScenarioCase subject, RunMeasurements measurements) throws IOException {
        this.scenarioCase = subject;
        this.measurements = measurements;
        json = new JsonFactory().createGenerator(text);
    }

    /** The text of a run's file. */
    static String write(
            ScenarioCase subject,
            RunMeasurements measurements,
            Map<String, String> versions,
            Map<String, Object> configuration,
            PortSampler port,
            long fromUs,
            long toUs)
            throws IOException {
        RunFileWriter file = new RunFileWriter(subject, measurements);
        file.json.writeStartObject();
        file.writeDescription(versions);
        file.json.writeFieldName("configuration");
        file.writeValue(configuration);
        file.writeOutcome(fromUs, toUs);
        file.writeFlows();
        file.writeRtts("rtt", measurements.probes());
        file.writeRtts("srtt", measurements.smoothed());
        file.writeQueues(port);
        file.json.writeEndObject();
        file.json.close();
        return file.text + "\n";
    }

    private void writeDescription(Map<String, String> versions) throws IOException {
        json.writeNumberField("format", FORMAT);
        json.writeStringField("scenario", scenarioCase.scenario());
        json.writeStringField("title", scenarioCase.title());
        if (scenarioCase.paper().isPresent()) {
            PaperReference paperReference = scenarioCase.paper().get();
            json.writeFieldName("paper");
            writeValue(Map.of("source", paperReference.source()));
        }
        json.writeFieldName("case");
        writeValue(scenarioCase.parameters());
        json.writeNumberField("repetition", scenarioCase.repetition());
        json.writeNumberField("seed", scenarioCase.seed());
        json.writeStringField("document", scenarioCase.text());
        json.writeFieldName("versions");
        writeValue(versions);
    }

    private void writeOutcome(long fromUs, long toUs) throws IOException {
        json.writeBooleanField("valid", measurements.faults().isEmpty());
        json.writeFieldName("faults");
        writeValue(measurements.faults());
        json.writeFieldName("window");
        json.writeStartObject();
        json.writeNumberField("from_us", fromUs);
        json.writeNumberField("to_us", toUs);
        json.writeEndObject();
        json.writeFieldName("metrics");
        writeValue(measurements.metrics());
    }

    private void writeFlows() throws IOException {
        beginTable("flows", FLOWS);
        for (RunMeasurements.MeasuredFlow measuredFlow : measurements.flows()) {
            FlowRecord record = measuredFlow.record();
            beginRow();
            json.writeNumber(record.startNs());
            json.writeNumber(record.fctNs());
            json.writeNumber(record.flow().bytes());
            json.writeString(measuredFlow.traffic());
            json.writeNumber(record.flow().service());
            json.writeNumber(record.dscp());
            json.writeNumber(record.retransmitted());
            json.writeNumber(record.deliveredCe());
            json.writeNumber(record.dctcp() ? 1 : 0);
            json.writeEndArray();
        }
        endTable();
    }

    private void writeRtts(String name, List<RttSamples> all) throws IOException {
        json.writeFieldName(name);
        json.writeStartArray();
        for (RttSamples rttSamples : all) {
            json.writeStartObject();
            json.writeStringField("traffic", rttSamples.traffic());
            if (rttSamples.dscp() >= 0) {
                json.writeNumberField("dscp", rttSamples.dscp());
            }
            json.writeFieldName("samples_us");
            json.writeStartArray();
            for (double sample : rttSamples.samplesUs()) {
                json.writeNumber(rounded(sample));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeQueues(PortSampler port) throws IOException {
        json.writeFieldName("queues");
        json.writeStartObject();
        json.writeStringField("port", scenarioCase.measurement().portName());
        writeColumns(QUEUES);
        for (PortSampler.QueueRow queueRow : port.rows()) {
            beginRow();
            json.writeNumber(queueRow.timeUs());
            json.writeNumber(queueRow.queue());
            json.writeNumber(queueRow.backlogBytes());
            writeOptional(queueRow.threshold());
            writeOptional(queueRow.marked());
            json.writeNumber(queueRow.dropped());
            json.writeEndArray();
        }
        endTable();
    }

    private void beginTable(String name, List<String> columns) throws IOException {
        json.writeFieldName(name);
        json.writeStartObject();
        writeColumns(columns);
    }

    private void writeColumns(List<String> columns) throws IOException {
        json.writeFieldName("columns");
        writeValue(columns);
        json.writeFieldName("rows");
        json.writeStartArray();
    }

    private void beginRow() throws IOException {
        json.writeRaw("\n");
        json.writeStartArray();
    }

    private void endTable() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeOptional(OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumber(value.getAsLong());
        } else {
            json.writeNull();
        }
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
    }

    /** A value made of maps, lists, words and numbers. */
    private void writeValue(Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName((String) entry.getKey());
                writeValue(entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object each : list) {
                writeValue(each);
            }
            json.writeEndArray();
        } else if (value instanceof Double number) {
            json.writeNumber(rounded(number));
        } else {
            json.writeObject(value);
        }
    }
}
