// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.mqecn.document.Filled;
import org.mqecn.document.Kind;
import org.mqecn.document.Problem;
import org.mqecn.document.Problems;
import org.mqecn.document.Schema;
import org.mqecn.document.TextFile;
import org.mqecn.document.Value;
import org.mqecn.document.Yaml;
import org.mqecn.port.Suggestion;
import org.mqecn.port.UserError;
import org.mqecn.topology.Words.OfTestbed;

/**
 * A testbed's file and what it says.
 *
 * @param name of the file as messages have it
 * @param text as it was read
 * @param complete the testbed; empty where the file has errors
 * @param problems errors and warnings, in the order of the file
 */
public record TestbedFile(String name, String text, Optional<Testbed> complete, List<Problem> problems) {
    /** The key that names the testbed which another one refines. */
    public static final String LIKE = OfTestbed.LIKE.name();

    private static final String ABOUT = "'mqecn validate --help'";
    private static final String SUFFIX = ".yaml";

    /**
     * Reads a file.
     *
     * @throws UserError where it cannot be read at all
     */
    public static TestbedFile read(Path file) {
        return of(file.toString(), TextFile.read(file, ABOUT));
    }

    /** Reads a text. */
    public static TestbedFile of(String file, String text) {
        Problems problems = new Problems();
        Optional<Testbed> testbed = Yaml.read(file, text, problems)
                .flatMap(value -> OfTestbed.FORM.read("a testbed", value, problems))
                .filter(words -> !problems.hasErrors())
                .flatMap(words -> TestbedReader.read(name(file, words, problems), words, problems));
        return new TestbedFile(file, text, problems.hasErrors() ? Optional.empty() : testbed, problems.list());
    }

    /** Its own name, else that of the file. */
    private static String name(String file, Filled words, Problems problems) {
        return words.get(OfTestbed.NAME).orElseGet(() -> {
            String base = Path.of(file).getFileName().toString().replaceFirst("\\.ya?ml$", "");
            if (!base.matches("[a-z][a-z0-9-]{0,11}")) {
                problems.error(words.place(), "the file's name '" + base + "' cannot be that of a testbed",
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
        return complete.orElseThrow(() -> Problems.first(name, problems));
    }

    /** The JSON schema of such files. */
    public static Map<String, Object> schema() {
        return Schema.of(OfTestbed.FORM);
    }

    /**
     * A testbed that stands in another document, under the same keys. There its schema also has a name, or a testbed
     * that is {@code like} another one: whoever reads the document puts the testbed itself in their place; it has to
     * have its own name then.
     */
    public static Kind<Testbed> kind() {
        return new Inline();
    }

    private record Inline() implements Kind<Testbed> {
        @Override
        public String noun() {
            return "the name of a testbed, or " + OfTestbed.FORM.noun();
        }

        @Override
        public Optional<Testbed> read(String key, Value value, Problems problems) {
            Problems own = new Problems();
            Optional<Testbed> testbed = OfTestbed.FORM.read(key, value, own)
                    .filter(words -> !own.hasErrors())
                    .flatMap(words -> TestbedReader.read(words.get(OfTestbed.NAME).orElse(key), words, own));
            problems.addAll(own);
            return testbed.filter(read -> !own.hasErrors());
        }

        @Override
        public Map<String, Object> schema(Schema.Definitions definitions) {
            return Map.of("anyOf", List.of(Map.of("type", "string"), OfTestbed.FORM.schema(definitions),
                    OfTestbed.REFINEMENT.schema(definitions)));
        }
    }

    /**
     * Finds a file: by its path, or by its name in one of some folders.
     *
     * @param folders where {@code NAME.yaml} may be
     * @throws UserError a usage error where there is none
     */
    public static Path locate(String pathOrName, List<Path> folders) {
        Path path = Path.of(pathOrName);
        if (pathOrName.contains("/") || pathOrName.endsWith(SUFFIX) || Files.isRegularFile(path)) {
            return path;
        }
        return folders.stream().map(folder -> folder.resolve(pathOrName + SUFFIX)).filter(Files::isRegularFile)
                .findFirst().orElseThrow(() -> UserError.usage("there is no testbed '" + pathOrName + "'",
                        "give the path of a file, or a name; " + Suggestion.among(pathOrName, names(folders))));
    }

    private static List<String> names(List<Path> folders) {
        return folders.stream().map(folder -> folder.toFile().list()).filter(Objects::nonNull).flatMap(Arrays::stream)
                .filter(file -> file.endsWith(SUFFIX)).map(file -> file.replace(SUFFIX, "")).sorted().toList();
    }
}
