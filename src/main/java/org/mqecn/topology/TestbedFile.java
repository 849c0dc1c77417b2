// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.mqecn.schema.JsonSchema;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problem;
import org.mqecn.schema.Problems;
import org.mqecn.schema.TextFile;
import org.mqecn.schema.ValueType;
import org.mqecn.schema.Yaml;
import org.mqecn.schema.YamlNode;
import org.mqecn.topology.TestbedSchema.TestbedKeys;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * A testbed file, parsed and resolved.
 *
 * @param name of the file in messages
 * @param text of the file
 * @param resolved the testbed; empty if the file has errors
 * @param problems errors and warnings, in the order of the file
 */
public record TestbedFile(String name, String text, Optional<Testbed> resolved, List<Problem> problems) {
    /** The key that names the testbed that another one extends. */
    public static final String EXTENDS = TestbedKeys.EXTENDS.name();

    private static final String HELP_HINT = "'mqecn validate --help'";
    private static final String SUFFIX = ".yaml";

    /**
     * Reads a file.
     *
     * @throws UserError if the file cannot be read
     */
    public static TestbedFile read(Path file) {
        return of(file.toString(), TextFile.read(file, HELP_HINT));
    }

    /** Reads a text. */
    public static TestbedFile of(String file, String text) {
        Problems problems = new Problems();
        Optional<Testbed> testbed = Yaml.read(file, text, problems)
                .flatMap(yamlNode -> TestbedKeys.SCHEMA.read("a testbed", yamlNode, problems))
                .flatMap(parsed -> TestbedResolver.resolve(name(file, parsed, problems), parsed, problems));
        return new TestbedFile(file, text, problems.hasErrors() ? Optional.empty() : testbed, problems.list());
    }

    /** Returns the name in the file or, without one, the name of the file. */
    private static String name(String file, ParsedObject parsed, Problems problems) {
        return parsed.get(TestbedKeys.NAME).orElseGet(() -> {
            String base = Path.of(file).getFileName().toString().replaceFirst("\\.ya?ml$", "");
            if (!base.matches("[A-Za-z][A-Za-z0-9_-]{0,11}")) {
                problems.error(
                        parsed.location(),
                        "the file name '" + base + "' cannot be the name of a testbed",
                        "set a name: name: star (at most 12 letters, digits, '-' and '_')");
            }
            return base;
        });
    }

    /**
     * Returns the testbed.
     *
     * @throws UserError the first error of the file, if it has any
     */
    public Testbed testbed() {
        return resolved.orElseThrow(() -> Problems.toUserError(name, problems));
    }

    /** Returns the JSON schema of testbed files. */
    public static Map<String, Object> schema() {
        return JsonSchema.of(TestbedKeys.SCHEMA);
    }

    /**
     * Type of a testbed within another document. Its JSON schema also allows the name of a testbed, or a testbed that
     * {@code extends} another one: the reader of the document replaces both by the complete testbed, including its
     * name.
     */
    public static ValueType<Testbed> valueType() {
        return new InlineTestbedType();
    }

    private record InlineTestbedType() implements ValueType<Testbed> {
        @Override
        public String expected() {
            return "the name of a testbed, or " + TestbedKeys.SCHEMA.expected();
        }

        @Override
        public Optional<Testbed> read(String key, YamlNode yamlNode, Problems problems) {
            Problems own = new Problems();
            Optional<Testbed> testbed = TestbedKeys.SCHEMA
                    .read(key, yamlNode, own)
                    .flatMap(parsed ->
                            TestbedResolver.resolve(parsed.get(TestbedKeys.NAME).orElse(key), parsed, own));
            problems.addAll(own);
            return testbed.filter(read -> !own.hasErrors());
        }

        @Override
        public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
            return Map.of(
                    "anyOf",
                    List.of(
                            Map.of("type", "string"),
                            TestbedKeys.SCHEMA.schema(schemaDefinitions),
                            TestbedKeys.EXTENSION_SCHEMA.schema(schemaDefinitions)));
        }
    }

    /**
     * Finds a file by its path or name.
     *
     * @param folders to search for {@code NAME.yaml}
     * @throws UserError a usage error if no file is found
     */
    public static Path find(String pathOrName, List<Path> folders) {
        return find(pathOrName, Path.of(""), folders);
    }

    /**
     * Finds a file by its path or name.
     *
     * @param start folder that a path is relative to
     * @param folders to search for {@code NAME.yaml}
     * @throws UserError a usage error if no file is found
     */
    public static Path find(String pathOrName, Path start, List<Path> folders) {
        Path path = start.resolve(pathOrName);
        if (pathOrName.contains("/") || pathOrName.endsWith(SUFFIX) || Files.isRegularFile(path)) {
            return path;
        }
        return folders.stream()
                .map(folder -> folder.resolve(pathOrName + SUFFIX))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new UserError(
                        "there is no testbed '" + pathOrName + "'",
                        "give the path of a file, or a name; " + Suggestion.of(pathOrName, namesIn(folders))));
    }

    /** The names of the YAML files in folders, sorted. */
    public static List<String> namesIn(List<Path> folders) {
        return folders.stream()
                .map(folder -> folder.toFile().list())
                .filter(Objects::nonNull)
                .flatMap(Arrays::stream)
                .filter(file -> file.endsWith(SUFFIX))
                .map(file -> file.replace(SUFFIX, ""))
                .sorted()
                .toList();
    }
}
