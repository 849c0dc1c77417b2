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
import org.mqecn.port.BufferMode;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.SchemeRole;
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
            # Marking schemes and buffer policies

            A `dwrr` port has one of each: the marking scheme decides which packets are marked, the buffer policy which are
            admitted. Each is compared packet by packet with a model in Java that was written from its paper. Scenarios
            reproduce results of papers. `mqecn scheme show NAME` has the ranges of the parameters.

            ## Marking schemes

            `ecn-scheme` takes these names, and those of [your own](your-own-scheme.md).

            | scheme | what it does | paper | parameters and defaults | source | model, compared by | scenarios |
            |---|---|---|---|---|---|---|
            """;

    private static final String BUFFERS =
            """

            ## Buffer policies

            `buffer-mode` takes these names. The shared buffer limits all queues together, except with `static`.

            | policy | what it does | paper | parameters and defaults | source | model, compared by | scenarios |
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

    /** @param number what the names of their numbers begin with */
    private static List<String> rowsOfPort(String number) throws IOException {
        String source = Files.readString(PORT);
        List<String> rows = new ArrayList<>();
        Pattern.compile("\\[[^\\]]*" + number + "\\w+\\] = \\{(.*?)\\n\\t\\},", Pattern.DOTALL)
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

    private static String rowOfModule(DwrrScheme scheme) {
        return row(
                "`" + scheme.name() + "`",
                scheme.text(),
                scheme.paper(),
                scheme.settings().stream().map(SchemeTableTest::parameter).collect(Collectors.joining(", ")),
                "[`" + scheme.name() + ".c`](../kmod/" + (marks(scheme) ? "schemes/" : "buffers/") + scheme.name()
                        + ".c)",
                "`SchemeModelTest`, `DwrrModelTest`",
                scenarios(scheme.name()));
    }

    private static boolean marks(DwrrScheme scheme) {
        return scheme.role() == SchemeRole.MARKING;
    }

    private static String rowsOfModules(SchemeRole role) {
        return ModuleSchemes.all().stream()
                .filter(scheme -> scheme.role() == role && ModuleSchemes.isShipped(scheme.name()))
                .map(SchemeTableTest::rowOfModule)
                .collect(Collectors.joining());
    }

    private static String scenarios(String scheme) {
        Pattern use = Pattern.compile("(?:ecn-scheme|buffer-mode): " + Pattern.quote(scheme) + "(?![\\w-])");
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
        List<String> schemes = rowsOfPort("DWRR_ECN_");
        List<String> policies = rowsOfPort("DWRR_BUFFER_");
        assertEquals(EcnScheme.values().length - 1, schemes.size(), "the schemes of the port itself");
        assertEquals(BufferMode.values().length - 1, policies.size(), "the policies of the port itself");
        GoldenFile.assertEquals(
                TABLE,
                HEAD
                        + String.join("", schemes)
                        + rowsOfModules(SchemeRole.MARKING)
                        + BUFFERS
                        + String.join("", policies)
                        + rowsOfModules(SchemeRole.BUFFERING));
    }
}
