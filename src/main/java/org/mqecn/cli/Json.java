// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** One JSON value on standard output, indented, with a line end behind it. */
final class Json implements AutoCloseable {
    /** Writes a part. */
    interface Body {
        void write() throws IOException;
    }

    private final PrintWriter out;
    private final JsonGenerator generator;

    Json(PrintWriter out) throws IOException {
        this.out = out;
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        generator = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).createGenerator(out)
                .setPrettyPrinter(printer);
    }

    /** For a stream of values: each on a line of its own. */
    Json onOneLine() {
        generator.setPrettyPrinter(null);
        return this;
    }

    void object(Body body) throws IOException {
        generator.writeStartObject();
        body.write();
        generator.writeEndObject();
    }

    void array(Body body) throws IOException {
        generator.writeStartArray();
        body.write();
        generator.writeEndArray();
    }

    void name(String name) throws IOException {
        generator.writeFieldName(name);
    }

    void field(String name, String value) throws IOException {
        generator.writeStringField(name, value);
    }

    void field(String name, boolean value) throws IOException {
        generator.writeBooleanField(name, value);
    }

    void field(String name, long value) throws IOException {
        generator.writeNumberField(name, value);
    }

    void strings(String name, List<String> values) throws IOException {
        name(name);
        array(() -> {
            for (String value : values) {
                generator.writeString(value);
            }
        });
    }

    /** A value made of maps, lists, words and numbers. */
    void value(Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            object(() -> {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    name((String) entry.getKey());
                    value(entry.getValue());
                }
            });
        } else if (value instanceof List<?> list) {
            array(() -> {
                for (Object each : list) {
                    value(each);
                }
            });
        } else {
            generator.writeObject(value);
        }
    }

    @Override
    public void close() throws IOException {
        generator.close();
        out.println();
    }
}
