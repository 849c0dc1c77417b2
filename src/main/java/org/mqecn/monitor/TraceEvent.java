// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.value.UserError;

/**
 * An event of a dwrr port (kmod/dwrr/trace.h), a line of {@code trace_pipe}.
 *
 * @param name {@code enqueue}, {@code mark}, {@code wait}, {@code dequeue}, {@code drop} or {@code threshold}
 * @param fields by name
 */
public record TraceEvent(String name, Map<String, String> fields) {
    private static final Pattern EVENT = Pattern.compile(" dwrr_([a-z]+): (.*)");
    private static final Pattern FIELD = Pattern.compile("([a-z_]+)=(\\S*)");

    public TraceEvent {
        fields = Map.copyOf(fields);
    }

    /** Parses a line; empty if it is not an event of a dwrr port, but for example a message of the kernel. */
    public static Optional<TraceEvent> parse(String line) {
        Matcher event = EVENT.matcher(line);
        if (!event.find()) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        FIELD.matcher(event.group(2)).results().forEach(field -> fields.put(field.group(1), field.group(2)));
        return Optional.of(new TraceEvent(event.group(1), fields));
    }

    /** Returns the value of a field that every event of this name has. */
    public String text(String field) {
        String value = fields.get(field);
        if (value == null) {
            throw new UserError(
                    "the event dwrr_" + name + " has no field " + field,
                    "the module and mqecn may not belong together: rebuild the module with 'mqecn module build'");
        }
        return value;
    }

    public long number(String field) {
        try {
            return Long.parseLong(text(field));
        } catch (NumberFormatException e) {
            throw new UserError("the event dwrr_" + name + " has " + field + "=" + text(field), "");
        }
    }

    /** When it happened, in nanoseconds of the monotonic clock. */
    public long timeNs() {
        return number("time");
    }
}
