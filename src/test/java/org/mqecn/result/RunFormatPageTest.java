// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.GoldenFile;

@DisplayName("docs/run-format.md")
class RunFormatPageTest {
    private static final Path PAGE = Path.of("docs/run-format.md");

    @Test
    @DisplayName("lists each field and each metric that the code declares")
    void tablesAgreeWithCode() throws IOException {
        String page = Files.readString(PAGE);
        page = withPart(page, "run", fields(RunFile.class));
        page = withPart(page, "reasons", reasons());
        page = withPart(page, "metrics", table(Metric.values()));
        page = withPart(page, "samples", table(Samples.values()));
        page = withPart(page, "summary", fields(ExperimentSummary.class));
        GoldenFile.assertEquals(PAGE, page);
    }

    /** The page with the text between two comments replaced. */
    private static String withPart(String page, String name, String text) {
        String begin = "<!-- begin " + name + " -->\n";
        int from = page.indexOf(begin) + begin.length();
        return page.substring(0, from) + text + page.substring(page.indexOf("<!-- end " + name + " -->", from));
    }

    private static String reasons() {
        StringBuilder table = new StringBuilder("| reason | of | description |\n|---|---|---|\n");
        for (ValidityReason reason : ValidityReason.values()) {
            table.append("| `")
                    .append(reason.key())
                    .append("` | ")
                    .append(ValidityReason.ofScenarios().contains(reason) ? "scenarios" : "`mqecn bench cpu`")
                    .append(" | ")
                    .append(reason.description())
                    .append(" |\n");
        }
        return table.toString();
    }

    private static String table(NamedResult... all) {
        StringBuilder table = new StringBuilder("| name | unit | given by | description |\n|---|---|---|---|\n");
        for (NamedResult each : all) {
            table.append("| `")
                    .append(each.template())
                    .append("` | ")
                    .append(each.unit().symbol())
                    .append(" | ")
                    .append(each.source().text())
                    .append(" | ")
                    .append(each.description())
                    .append(" |\n");
        }
        return table.toString();
    }

    private static String fields(Class<?> type) {
        StringBuilder table = new StringBuilder("| field | type | description |\n|---|---|---|\n");
        addFields(type, "", table);
        return table.toString();
    }

    private static void addFields(Class<?> type, String prefix, StringBuilder table) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + RecordFields.name(component);
            String description = ResultSchema.description(component);
            table.append("| `")
                    .append(name)
                    .append("` | ")
                    .append(typeName(component.getGenericType()))
                    .append(ResultSchema.isNullable(component) ? " or null" : "")
                    .append(ResultSchema.isOptional(component) ? ", optional" : "")
                    .append(" | ")
                    .append(description)
                    .append(" |\n");
            Class<?> nested = elementType(component.getGenericType());
            if (nested.isRecord()) {
                addFields(nested, name + (isList(component.getGenericType()) ? "[]." : "."), table);
            }
        }
    }

    private static boolean isList(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == List.class;
    }

    private static Class<?> elementType(Type type) {
        return isList(type)
                ? (Class<?>) ((ParameterizedType) type).getActualTypeArguments()[0]
                : type instanceof Class<?> plain ? plain : Object.class;
    }

    private static String typeName(Type type) {
        if (isList(type)) {
            Class<?> element = elementType(type);
            return "array of "
                    + (element.isRecord() ? ResultSchema.isRow(element) ? "rows" : "objects" : typeName(element) + "s");
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            Type value = generic.getActualTypeArguments()[1];
            return value == Object.class ? "object" : "object of " + typeName(value) + "s";
        }
        if (type == double[].class) {
            return "array of numbers";
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return "object";
        }
        return plain == String.class || plain.isEnum()
                ? "string"
                : plain == boolean.class
                        ? "boolean"
                        : plain == double.class || plain == Double.class ? "number" : "integer";
    }
}
