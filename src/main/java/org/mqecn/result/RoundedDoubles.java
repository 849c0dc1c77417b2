// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Writes numbers with four decimals at most: of a microsecond that is a tenth of a nanosecond. */
final class RoundedDoubles {
    private static final int DECIMALS = 4;

    private RoundedDoubles() {}

    static SimpleModule module() {
        return new SimpleModule("rounded doubles")
                .addSerializer(Double.class, new NumberSerializer(Double.class))
                .addSerializer(double.class, new NumberSerializer(double.class))
                .addSerializer(new ArraySerializer());
    }

    private static void write(double value, JsonGenerator json) throws IOException {
        json.writeNumber(BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString());
    }

    private static final class NumberSerializer extends StdSerializer<Double> {
        private static final long serialVersionUID = 1;

        NumberSerializer(Class<Double> type) {
            super(type);
        }

        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider provider) throws IOException {
            write(value, json);
        }
    }

    private static final class ArraySerializer extends StdSerializer<double[]> {
        private static final long serialVersionUID = 1;

        ArraySerializer() {
            super(double[].class);
        }

        @Override
        public void serialize(double[] values, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartArray();
            for (double value : values) {
                write(value, json);
            }
            json.writeEndArray();
        }
    }
}
