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
import org.mqecn.experiment.run.Observation.Times;
import org.mqecn.experiment.scenario.Case;
import org.mqecn.experiment.scenario.Paper;
import org.mqecn.traffic.flow.FlowRecord;

/**
 * The file of a run: everything that is known about it. Nothing in it depends on when or where it ran; that is in a
 * header, which is put before it by whoever had it run.
 */
final class RunFile {
    private static final int FORMAT = 1;
    private static final List<String> FLOWS = List.of("start_ns", "completion_ns", "bytes", "traffic", "service",
            "dscp", "retransmitted", "marked", "dctcp");
    private static final List<String> QUEUES = List.of("time_us", "queue", "backlog_bytes", "threshold_bytes",
            "marked_packets", "dropped_packets");

    private final Case subject;
    private final Observation observation;
    private final StringWriter text = new StringWriter();
    private final JsonGenerator json;

    private RunFile(Case subject, Observation observation) throws IOException {
        this.subject = subject;
        this.observation = observation;
        json = new JsonFactory().createGenerator(text);
    }

    /** The text of a run's file. */
    static String of(Case subject, Observation observation, Map<String, String> versions,
            Map<String, Object> configuration, PortWatch port, long fromUs, long toUs) throws IOException {
        RunFile file = new RunFile(subject, observation);
        file.json.writeStartObject();
        file.about(versions);
        file.json.writeFieldName("configuration");
        file.value(configuration);
        file.outcome(fromUs, toUs);
        file.flows();
        file.times("rtt", observation.probes());
        file.times("srtt", observation.smoothed());
        file.queues(port);
        file.json.writeEndObject();
        file.json.close();
        return file.text + "\n";
    }

    private void about(Map<String, String> versions) throws IOException {
        json.writeNumberField("format", FORMAT);
        json.writeStringField("scenario", subject.scenario());
        json.writeStringField("title", subject.title());
        if (subject.paper().isPresent()) {
            Paper paper = subject.paper().get();
            json.writeFieldName("paper");
            value(Map.of("source", paper.source()));
        }
        json.writeFieldName("case");
        value(subject.labels());
        json.writeNumberField("repetition", subject.repetition());
        json.writeNumberField("seed", subject.seed());
        json.writeStringField("document", subject.text());
        json.writeFieldName("versions");
        value(versions);
    }

    private void outcome(long fromUs, long toUs) throws IOException {
        json.writeBooleanField("valid", observation.faults().isEmpty());
        json.writeFieldName("faults");
        value(observation.faults());
        json.writeFieldName("window");
        json.writeStartObject();
        json.writeNumberField("from_us", fromUs);
        json.writeNumberField("to_us", toUs);
        json.writeEndObject();
        json.writeFieldName("metrics");
        value(observation.metrics());
    }

    private void flows() throws IOException {
        table("flows", FLOWS);
        for (Observation.Flow flow : observation.flows()) {
            FlowRecord record = flow.record();
            onOneLine();
            json.writeNumber(record.startNs());
            json.writeNumber(record.completionNs());
            json.writeNumber(record.flow().bytes());
            json.writeString(flow.traffic());
            json.writeNumber(record.flow().service());
            json.writeNumber(record.dscp());
            json.writeNumber(record.retransmitted());
            json.writeNumber(record.marked());
            json.writeNumber(record.dctcp() ? 1 : 0);
            json.writeEndArray();
        }
        endTable();
    }

    private void times(String name, List<Times> all) throws IOException {
        json.writeFieldName(name);
        json.writeStartArray();
        for (Times times : all) {
            json.writeStartObject();
            json.writeStringField("traffic", times.traffic());
            if (times.dscp() >= 0) {
                json.writeNumberField("dscp", times.dscp());
            }
            json.writeFieldName("samples_us");
            json.writeStartArray();
            for (double sample : times.samplesUs()) {
                json.writeNumber(rounded(sample));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void queues(PortWatch port) throws IOException {
        json.writeFieldName("queues");
        json.writeStartObject();
        json.writeStringField("port", subject.measure().portName());
        columns(QUEUES);
        for (PortWatch.Row row : port.rows()) {
            onOneLine();
            json.writeNumber(row.timeUs());
            json.writeNumber(row.queue());
            json.writeNumber(row.backlogBytes());
            optional(row.threshold());
            optional(row.marked());
            json.writeNumber(row.dropped());
            json.writeEndArray();
        }
        endTable();
    }

    private void table(String name, List<String> columns) throws IOException {
        json.writeFieldName(name);
        json.writeStartObject();
        columns(columns);
    }

    private void columns(List<String> columns) throws IOException {
        json.writeFieldName("columns");
        value(columns);
        json.writeFieldName("rows");
        json.writeStartArray();
    }

    private void onOneLine() throws IOException {
        json.writeRaw("\n");
        json.writeStartArray();
    }

    private void endTable() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
    }

    private void optional(OptionalLong value) throws IOException {
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
    private void value(Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName((String) entry.getKey());
                value(entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object each : list) {
                value(each);
            }
            json.writeEndArray();
        } else if (value instanceof Double number) {
            json.writeNumber(rounded(number));
        } else {
            json.writeObject(value);
        }
    }
}
