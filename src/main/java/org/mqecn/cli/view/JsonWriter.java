// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Writes one JSON value to standard output, indented and followed by a newline. */
public final class JsonWriter implements AutoCloseable {
    /** Writes the members of an object or the elements of an array. */
    public interface JsonBody {
        void write() throws IOException;
    }

    private final PrintWriter out;
    private final JsonGenerator generator;

    public JsonWriter(PrintWriter out) throws IOException {
        this.out = out;
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        generator = new JsonFactory()
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .createGenerator(out)
                .setPrettyPrinter(printer);
    }

    /** Writes the value on one line, for a stream of values (JSON Lines). */
    JsonWriter onSingleLine() {
        generator.setPrettyPrinter(null);
        return this;
    }

    public void object(JsonBody jsonBody) throws IOException {
        generator.writeStartObject();
        jsonBody.write();
        generator.writeEndObject();
    }

    public void array(JsonBody jsonBody) throws IOException {
        generator.writeStartArray();
        jsonBody.write();
        generator.writeEndArray();
    }

    public void name(String name) throws IOException {
        generator.writeFieldName(name);
    }

    public void field(String name, String value) throws IOException {
        generator.writeStringField(name, value);
    }

    public void field(String name, boolean value) throws IOException {
        generator.writeBooleanField(name, value);
    }

    public void field(String name, long value) throws IOException {
        generator.writeNumberField(name, value);
    }

    /** Writes a finite number. */
    public void field(String name, double value) throws IOException {
        generator.writeNumberField(name, value);
    }

    public void stringArray(String name, List<String> values) throws IOException {
        name(name);
        array(() -> {
            for (String value : values) {
                generator.writeString(value);
            }
        });
    }

    /** Writes a number if the text is one, otherwise a string. */
    void numberOrText(String text) throws IOException {
        if (text.matches("\\d+")) {
            generator.writeNumber(Integer.parseInt(text));
        } else {
            generator.writeString(text);
        }
    }

    /** Writes a value made of maps, lists, strings and numbers. */
    public void value(Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            object(() -> fields(map));
        } else if (value instanceof List<?> list) {
            array(() -> {
                for (Object element : list) {
                    value(element);
                }
            });
        } else {
            generator.writeObject(value);
        }
    }

    /** Writes the entries of a map as fields of the current object. */
    void fields(Map<?, ?> map) throws IOException {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            name((String) entry.getKey());
            value(entry.getValue());
        }
    }

    @Override
    public void close() throws IOException {
        generator.close();
        out.println();
    }
}
