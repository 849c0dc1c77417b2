// SPDX-License-Identifier: Apache-2.0
package org.mqecn.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.mqecn.monitor.ActivityColumn;
import org.mqecn.monitor.ActivityRow;
import org.mqecn.monitor.ActivitySample;
import org.mqecn.monitor.PortHeading;
import org.mqecn.port.PortActivity;

/** Samples as JSON for the page, with the columns of {@code mqecn top}. */
final class ActivityJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double DECIMAL_BASE = 10;

    private ActivityJson() {}

    /** The part of a sample that is kept for figures: time, and for each queue what is plotted. */
    static String record(ActivitySample sample) {
        return write(recordFields(sample));
    }

    /** The whole sample. */
    static String sample(ActivitySample sample) {
        List<ActivityRow> rows = sample.rows();
        List<ActivityColumn> columns =
                ActivityColumn.of(rows.stream().map(ActivityRow::queue).toList(), true);
        Map<String, Object> fields = recordFields(sample);
        fields.put(
                "ports", sample.ports().stream().map(ActivityJson::portFields).toList());
        fields.put("columns", columns.stream().map(ActivityJson::columnFields).toList());
        fields.put("rows", rows.stream().map(row -> rowFields(row, columns)).toList());
        return write(fields);
    }

    static String failure(String reason) {
        return write(Map.of("reason", reason));
    }

    private static Map<String, Object> recordFields(ActivitySample sample) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", sample.time().toEpochMilli());
        fields.put("queues", sample.rows().stream().map(ActivityJson::plotted).toList());
        return fields;
    }

    /** An array keeps the history of many queues short. */
    private static List<Object> plotted(ActivityRow row) {
        return Arrays.asList(
                portKey(row.port().device(), row.port().handle()),
                row.queue().name(),
                row.queue().bitsPerSecond(),
                number(row.queue().occupancy()),
                number(row.queue().threshold()));
    }

    private static String portKey(String device, String handle) {
        return device + " " + handle;
    }

    private static Map<String, Object> portFields(PortActivity activity) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("key", portKey(activity.port().device(), activity.port().handle()));
        fields.put("heading", PortHeading.of(activity.port()));
        fields.put("sojourn", activity.rows().get(0).isSojournTime());
        return fields;
    }

    private static Map<String, Object> columnFields(ActivityColumn column) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("group", column.group());
        fields.put("heading", column.heading());
        fields.put("decimals", column.decimals());
        fields.put("importance", column.importance());
        return fields;
    }

    private static Map<String, Object> rowFields(ActivityRow row, List<ActivityColumn> columns) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("port", row.device());
        fields.put("queue", row.queue().name());
        fields.put("busy", row.isBusy());
        fields.put("state", row.isDropping() ? "drops" : row.isAboveThreshold() ? "above K" : "");
        List<Object> cells = new ArrayList<>();
        columns.forEach(column -> cells.add(rounded(column.value().apply(row.queue()), column.decimals())));
        fields.put("cells", cells);
        return fields;
    }

    private static Double rounded(OptionalDouble value, int decimals) {
        double scale = Math.pow(DECIMAL_BASE, decimals);
        return value.isEmpty() ? null : Double.valueOf(Math.round(value.getAsDouble() * scale) / scale);
    }

    private static Long number(OptionalLong value) {
        return value.isEmpty() ? null : Long.valueOf(value.getAsLong());
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
