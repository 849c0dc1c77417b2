// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Names of JSON fields, from the components of records. */
final class RecordFields {
    private RecordFields() {}

    /** {@code wall_seconds} for a component wallSeconds; another name if its annotation gives one. */
    static String name(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property != null && !property.value().isEmpty()
                ? property.value()
                : component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** Columns of a table with such rows. */
    static List<String> columns(Class<? extends Record> row) {
        return Arrays.stream(row.getRecordComponents()).map(RecordFields::name).toList();
    }

    /** Rows are read by position: other columns would be taken for these. */
    static void requireColumns(List<String> expected, List<String> columns) {
        if (!expected.equals(columns)) {
            throw new IllegalArgumentException("columns are " + columns + ", expected " + expected);
        }
    }
}
