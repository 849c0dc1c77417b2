// SPDX-License-Identifier: Apache-2.0
package org.mqecn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.MarkingScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.SchemeSetting;

/** Writes {@code docs/schemes.md} from what the C files declare and the scenarios name. */
@DisplayName("The table of marking schemes")
final class SchemeTableTest {
    private static final Path TABLE = Path.of("docs/schemes.md");
    private static final Path PORT = Path.of("kmod/dwrr/schemes.c");
    private static final Path SCENARIOS = Path.of("scenarios");
    private static final String HEAD =
            """
            <!-- SPDX-License-Identifier: Apache-2.0 -->
            <!-- Generated from the C files by 'make generate'. -->
            # Marking schemes

            `ecn-scheme` of a `dwrr` port takes these names, and those of [your own](your-own-scheme.md). Each scheme is compared
            packet by packet with a model in Java that was written from its paper. Scenarios reproduce results of papers.
            `mqecn scheme show NAME` has the ranges of the parameters.

            | scheme | what it does | paper | parameters and defaults | source | model, compared by | scenarios |
            |---|---|---|---|---|---|---|
            """;

    private static String row(String... cells) {
        return "| "
                + Arrays.stream(cells).map(cell -> cell.isEmpty() ? "-" : cell).collect(Collectors.joining(" | "))
                + " |\n";
    }

    /** A string that a scheme of the port declares; empty if it has none. */
    private static String declared(String scheme, String field) {
        return Pattern.compile("\\." + field + "\\s*=\\s*\"([^\"]*)\"")
                .matcher(scheme)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
    }

    private static String parametersOfPort(String source, String scheme) {
        return Pattern.compile("\\.params\\s*=\\s*(\\w+)")
                .matcher(scheme)
                .results()
                .map(list -> list.group(1))
                .flatMap(list -> Pattern.compile(list + "\\[\\] = \\{(.*?)\\n\\};", Pattern.DOTALL)
                        .matcher(source)
                        .results())
                .flatMap(list ->
                        Pattern.compile("\"([a-z-]+)\",").matcher(list.group(1)).results())
                .map(name -> "`" + name.group(1) + "`")
                .collect(Collectors.joining(", "));
    }

    private static List<String> rowsOfPort() throws IOException {
        String source = Files.readString(PORT);
        List<String> rows = new ArrayList<>();
        Pattern.compile("\\[DWRR_ECN_\\w+\\] = \\{(.*?)\\n\\t\\},", Pattern.DOTALL)
                .matcher(source)
                .results()
                .map(found -> found.group(1))
                .forEach(scheme -> rows.add(row(
                        "`" + declared(scheme, "name") + "`",
                        declared(scheme, "text"),
                        declared(scheme, "paper"),
                        parametersOfPort(source, scheme),
                        "the port",
                        "`DwrrModelTest`",
                        scenarios(declared(scheme, "name")))));
        return rows;
    }

    private static String parameter(SchemeSetting parameter) {
        return "`" + parameter.key() + "` " + parameter.quantity().format(parameter.defaultValue());
    }

    private static String rowOfModule(MarkingScheme scheme) {
        return row(
                "`" + scheme.name() + "`",
                scheme.text(),
                scheme.paper(),
                scheme.settings().stream().map(SchemeTableTest::parameter).collect(Collectors.joining(", ")),
                "[`" + scheme.name() + ".c`](../kmod/schemes/" + scheme.name() + ".c)",
                "`SchemeModelTest`",
                scenarios(scheme.name()));
    }

    private static String scenarios(String scheme) {
        Pattern use = Pattern.compile("ecn-scheme: " + Pattern.quote(scheme) + "(?![\\w-])");
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.filter(file -> use.matcher(read(file)).find())
                    .map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .map(name -> "[" + name + "](../scenarios/" + name + ".yaml)")
                    .collect(Collectors.joining(", "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("has all of them, as they declare themselves")
    void table() throws IOException {
        List<String> rows = new ArrayList<>(rowsOfPort());
        assertEquals(EcnScheme.values().length - 1, rows.size(), "the schemes of the port itself");
        ModuleSchemes.all().stream()
                .filter(scheme -> ModuleSchemes.isShipped(scheme.name()))
                .map(SchemeTableTest::rowOfModule)
                .forEach(rows::add);
        GoldenFile.assertEquals(TABLE, HEAD + String.join("", rows));
    }
}
