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
 * A testbed's file and what it says.
 *
 * @param name of the file as messages have it
 * @param text as it was read
 * @param resolved the testbed; empty where the file has errors
 * @param problems errors and warnings, in the order of the file
 */
public record TestbedFile(String name, String text, Optional<Testbed> resolved, List<Problem> problems) {
    /** The key that names the testbed which another one refines. */
    public static final String EXTENDS = TestbedKeys.EXTENDS.name();

    private static final String HELP_HINT = "'mqecn validate --help'";
    private static final String SUFFIX = ".yaml";

    /**
     * Reads a file.
     *
     * @throws UserError where it cannot be read at all
     */
    public static TestbedFile read(Path file) {
        return of(file.toString(), TextFile.read(file, HELP_HINT));
    }

    /** Reads a text. */
    public static TestbedFile of(String file, String text) {
        Problems problems = new Problems();
        Optional<Testbed> testbed = Yaml.read(file, text, problems)
                .flatMap(yamlNode -> TestbedKeys.SCHEMA.read("a testbed", yamlNode, problems))
                .filter(words -> !problems.hasErrors())
                .flatMap(words -> TestbedResolver.resolve(name(file, words, problems), words, problems));
        return new TestbedFile(file, text, problems.hasErrors() ? Optional.empty() : testbed, problems.list());
    }

    /** Its own name, else that of the file. */
    private static String name(String file, ParsedObject words, Problems problems) {
        return words.get(TestbedKeys.NAME).orElseGet(() -> {
            String base = Path.of(file).getFileName().toString().replaceFirst("\\.ya?ml$", "");
            if (!base.matches("[a-z][a-z0-9-]{0,11}")) {
                problems.error(
                        words.location(),
                        "the file's name '" + base + "' cannot be that of a testbed",
                        "give it one: name: star (at most 12 small letters, digits and '-')");
            }
            return base;
        });
    }

    /**
     * The testbed.
     *
     * @throws UserError the first error of the file, where it has any
     */
    public Testbed testbed() {
        return resolved.orElseThrow(() -> Problems.toUserError(name, problems));
    }

    /** The JSON schema of such files. */
    public static Map<String, Object> schema() {
        return JsonSchema.of(TestbedKeys.SCHEMA);
    }

    /**
     * A testbed that stands in another document, under the same keys. There its schema also has a name, or a testbed
     * that is {@code like} another one: whoever reads the document puts the testbed itself in their place; it has to
     * have its own name then.
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
                    .filter(words -> !own.hasErrors())
                    .flatMap(words ->
                            TestbedResolver.resolve(words.get(TestbedKeys.NAME).orElse(key), words, own));
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
     * Finds a file: by its path, or by its name in one of some folders.
     *
     * @param folders where {@code NAME.yaml} may be
     * @throws UserError a usage error where there is none
     */
    public static Path find(String pathOrName, List<Path> folders) {
        Path path = Path.of(pathOrName);
        if (pathOrName.contains("/") || pathOrName.endsWith(SUFFIX) || Files.isRegularFile(path)) {
            return path;
        }
        return folders.stream()
                .map(folder -> folder.resolve(pathOrName + SUFFIX))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> UserError.usage(
                        "there is no testbed '" + pathOrName + "'",
                        "give the path of a file, or a name; " + Suggestion.of(pathOrName, testbedNames(folders))));
    }

    private static List<String> testbedNames(List<Path> folders) {
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
