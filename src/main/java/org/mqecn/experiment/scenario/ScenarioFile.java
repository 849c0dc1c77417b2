// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.document.Problem;
import org.mqecn.document.Problems;
import org.mqecn.document.Schema;
import org.mqecn.document.TextFile;
import org.mqecn.document.Tree;
import org.mqecn.document.Value;
import org.mqecn.document.Value.Mapping;
import org.mqecn.document.Value.Scalar;
import org.mqecn.document.Yaml;
import org.mqecn.experiment.scenario.Words.OfScenario;
import org.mqecn.port.UserError;
import org.mqecn.topology.TestbedFile;

/**
 * A scenario's file and what it says.
 *
 * @param name of the file as messages have it
 * @param complete the scenario; empty where the file has errors
 * @param problems errors and warnings, in the order of the file
 */
public record ScenarioFile(String name, Optional<Scenario> complete, List<Problem> problems) {
    private static final String ABOUT = "'mqecn run --help'";
    private static final String SUFFIX = ".yaml";
    private static final int LONGEST_NAME = 12;

    /**
     * Reads a file.
     *
     * @param testbeds folders where the testbeds are that it may name
     * @throws UserError where it cannot be read at all
     */
    public static ScenarioFile read(Path file, List<Path> testbeds, Changes changes) {
        return of(file.toString(), TextFile.read(file, ABOUT), testbeds, changes);
    }

    /** Reads a text. */
    public static ScenarioFile of(String file, String text, List<Path> testbeds, Changes changes) {
        Problems problems = new Problems();
        Optional<Scenario> scenario = Yaml.read(file, text, problems)
                .map(value -> spelledOut(value, testbeds, problems))
                .flatMap(written -> Optional.of(changes.in(written, problems)).filter(value -> !problems.hasErrors())
                        .flatMap(value -> ScenarioReader.read(value, written, problems)));
        return new ScenarioFile(file, problems.hasErrors() ? Optional.empty() : scenario, problems.list());
    }

    /** Whether a text is meant to be a scenario, and no testbed. */
    public static boolean isScenario(Path file) {
        return Yaml.read(file.toString(), TextFile.read(file, ABOUT), new Problems())
                .flatMap(value -> Tree.get(value, "scenario")).isPresent();
    }

    /** The document with its testbed in place of that one's name, so that all of it can be changed. */
    private static Value spelledOut(Value document, List<Path> folders, Problems problems) {
        return Tree.get(document, "testbed").flatMap(testbed -> whole(testbed, folders, problems)
                .map(whole -> Tree.set(document, "testbed", called(name(document, testbed), whole)))).orElse(document);
    }

    /** A testbed that is called by its name, or is like another one, or the one that stands there. */
    private static Optional<Value> whole(Value testbed, List<Path> folders, Problems problems) {
        if (testbed instanceof Scalar word && word.type() == Scalar.Type.TEXT) {
            return named(word, folders, problems);
        }
        return Tree.get(testbed, TestbedFile.LIKE).orElse(null) instanceof Scalar other
                ? named(other, folders, problems).map(like -> Tree.merged(Tree.without(like, "name"),
                        Tree.without(testbed, TestbedFile.LIKE))) : Optional.of(testbed);
    }

    /** A testbed of the scenario's own is called like the scenario. */
    private static String name(Value document, Value testbed) {
        String name = testbed instanceof Scalar word
                ? Path.of(word.text()).getFileName().toString().replaceFirst("\\.ya?ml$", "")
                : Tree.get(document, "scenario").filter(Scalar.class::isInstance)
                        .map(value -> ((Scalar) value).text()).orElse("run");
        return name.substring(0, Math.min(LONGEST_NAME, name.length())).replaceAll("-$", "");
    }

    private static Value called(String name, Value testbed) {
        return testbed instanceof Mapping && Tree.get(testbed, "name").isEmpty()
                ? Tree.set(testbed, "name", new Scalar(testbed.place(), name, Scalar.Type.TEXT)) : testbed;
    }

    /** The document of a testbed that is called by its name. */
    private static Optional<Value> named(Scalar word, List<Path> folders, Problems problems) {
        return problems.at(word.place(), () -> {
            Path file = TestbedFile.locate(word.text(), folders);
            return Yaml.read(file.toString(), TextFile.read(file, ABOUT), problems);
        }, Optional.empty());
    }

    /**
     * The scenario.
     *
     * @throws UserError the first error of the file, where it has any
     */
    public Scenario scenario() {
        return complete.orElseThrow(() -> Problems.first(name, problems));
    }

    /** The JSON schema of such files. */
    public static Map<String, Object> schema() {
        return Schema.of(OfScenario.FORM);
    }

    /**
     * Finds a file: by its path, or by its name in a folder.
     *
     * @throws UserError a usage error where there is none
     */
    public static Path locate(String pathOrName, Path folder) {
        Path path = Path.of(pathOrName);
        Path shipped = folder.resolve(pathOrName + SUFFIX);
        if (pathOrName.contains("/") || pathOrName.endsWith(SUFFIX) || Files.isRegularFile(path)) {
            return path;
        }
        if (!Files.isRegularFile(shipped)) {
            throw UserError.usage("there is no scenario '" + pathOrName + "'",
                    "give the path of a file, or a name out of " + folder);
        }
        return shipped;
    }
}
