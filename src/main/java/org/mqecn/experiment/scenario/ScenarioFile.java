// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.experiment.scenario.ScenarioSchema.ScenarioKeys;
import org.mqecn.host.LocalMachine;
import org.mqecn.schema.JsonSchema;
import org.mqecn.schema.Problem;
import org.mqecn.schema.Problems;
import org.mqecn.schema.TextFile;
import org.mqecn.schema.Yaml;
import org.mqecn.schema.YamlNode;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlTree;
import org.mqecn.topology.TestbedFile;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * A scenario file and its content.
 *
 * @param name name of the file in messages
 * @param parsed the scenario; empty if the file has errors
 * @param problems errors and warnings, in the order of the file
 */
public record ScenarioFile(String name, Optional<Scenario> parsed, List<Problem> problems) {
    static final String ABOUT = "'mqecn run --help'";
    private static final String SUFFIX = ".yaml";
    private static final int MAX_NAME_LENGTH = 12;

    /** The folder of the scenarios that come with mqecn. */
    public static Path shippedFolder(LocalMachine machine) {
        return machine.home().resolve("scenarios");
    }

    /**
     * Reads a file.
     *
     * @param library folders of testbeds and scenarios that it may name; a path is relative to the file
     * @throws UserError if it cannot be read
     */
    public static ScenarioFile read(Path file, List<Path> library, ScenarioOverrides scenarioOverrides) {
        return of(file.toString(), TextFile.read(file, ABOUT), library, scenarioOverrides);
    }

    /** Reads a text. */
    public static ScenarioFile of(String file, String text, List<Path> library, ScenarioOverrides scenarioOverrides) {
        Problems problems = new Problems();
        Path folder = folder(Path.of(file));
        Optional<Scenario> scenario = Yaml.read(file, text, problems)
                .flatMap(yamlNode -> new ScenarioBase(library, problems).complete(yamlNode, Path.of(file)))
                .map(yamlNode -> withTestbedInlined(yamlNode, folder, library, problems))
                .flatMap(written -> Optional.of(scenarioOverrides.applyTo(written, problems))
                        .filter(yamlNode -> !problems.hasErrors())
                        .flatMap(yamlNode -> ScenarioReader.read(yamlNode, written, folder, problems)));
        return new ScenarioFile(file, problems.hasErrors() ? Optional.empty() : scenario, problems.list());
    }

    /**
     * Reads the copy of a scenario in a directory of results, with the options of its run applied.
     *
     * @throws UserError if it cannot be read
     */
    public static ScenarioFile readCopy(Path file) {
        Problems problems = new Problems();
        Optional<Scenario> scenario = Yaml.read(file.toString(), TextFile.read(file, ABOUT), problems)
                .flatMap(copy -> ScenarioReader.readCopy(copy, problems));
        return new ScenarioFile(file.toString(), problems.hasErrors() ? Optional.empty() : scenario, problems.list());
    }

    /** The copy of a scenario without what differs between machines: the folder of its files, whose digests its runs have. */
    public static YamlNode withoutFolder(YamlNode copy) {
        return YamlTree.without(copy, ScenarioKeys.FOLDER.name());
    }

    /** Whether a file has the key of a scenario. */
    public static boolean isScenario(Path file) {
        return Yaml.read(file.toString(), TextFile.read(file, ABOUT), new Problems())
                .flatMap(yamlNode -> YamlTree.get(yamlNode, "scenario"))
                .isPresent();
    }

    /** The document with the content of a named testbed in place of its name, so that paths can change it. */
    private static YamlNode withTestbedInlined(YamlNode document, Path folder, List<Path> folders, Problems problems) {
        return YamlTree.get(document, "testbed")
                .flatMap(testbed -> resolveTestbed(testbed, folder, folders, problems)
                        .map(whole -> YamlTree.set(document, "testbed", withName(name(document, testbed), whole))))
                .orElse(document);
    }

    /** A named testbed, one that extends another, or an inline one. */
    private static Optional<YamlNode> resolveTestbed(
            YamlNode testbed, Path folder, List<Path> folders, Problems problems) {
        if (testbed instanceof Scalar word && word.scalarType() == Scalar.ScalarType.STRING) {
            return readTestbed(word, folder, folders, problems);
        }
        return YamlTree.get(testbed, TestbedFile.EXTENDS).orElse(null) instanceof Scalar other
                ? readTestbed(other, folder, folders, problems)
                        .map(like -> YamlTree.merged(
                                YamlTree.without(like, "name"), YamlTree.without(testbed, TestbedFile.EXTENDS)))
                : Optional.of(testbed);
    }

    /** An inline testbed has the name of the scenario. */
    private static String name(YamlNode document, YamlNode testbed) {
        String name = testbed instanceof Scalar word
                ? Path.of(word.text()).getFileName().toString().replaceFirst("\\.ya?ml$", "")
                : YamlTree.get(document, "scenario")
                        .filter(Scalar.class::isInstance)
                        .map(yamlNode -> ((Scalar) yamlNode).text())
                        .orElse("run");
        return name.substring(0, Math.min(MAX_NAME_LENGTH, name.length())).replaceAll("-$", "");
    }

    private static YamlNode withName(String name, YamlNode testbed) {
        return testbed instanceof Mapping && YamlTree.get(testbed, "name").isEmpty()
                ? YamlTree.set(testbed, "name", new Scalar(testbed.location(), name, Scalar.ScalarType.STRING))
                : testbed;
    }

    /** The document of a named testbed. */
    private static Optional<YamlNode> readTestbed(Scalar word, Path folder, List<Path> folders, Problems problems) {
        return problems.capture(
                word.location(),
                () -> {
                    Path file = TestbedFile.find(word.text(), folder, folders);
                    return Yaml.read(file.toString(), TextFile.read(file, ABOUT), problems);
                },
                Optional.empty());
    }

    /**
     * The scenario.
     *
     * @throws UserError the first error of the file, if it has any
     */
    public Scenario scenario() {
        return parsed.orElseThrow(() -> Problems.toUserError(name, problems));
    }

    /** The JSON schema of scenario files: whole ones, or those that extend another. */
    public static Map<String, Object> schema() {
        return JsonSchema.ofEither(ScenarioKeys.SCHEMA, ScenarioKeys.EXTENSION_SCHEMA);
    }

    /** The folder of a file. */
    static Path folder(Path file) {
        return Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    }

    /**
     * Finds a file: by its path, or by its name in a folder.
     *
     * @throws UserError a usage error if there is none
     */
    public static Path locate(String pathOrName, Path folder) {
        return locate(pathOrName, Path.of(""), List.of(folder));
    }

    /**
     * Finds a file: by its path, or by its name in one of several folders.
     *
     * @param start folder that a path is relative to
     * @throws UserError a usage error if there is none
     */
    static Path locate(String pathOrName, Path start, List<Path> folders) {
        Path path = start.resolve(pathOrName);
        if (pathOrName.contains("/") || pathOrName.endsWith(SUFFIX) || Files.isRegularFile(path)) {
            return path;
        }
        return folders.stream()
                .map(folder -> folder.resolve(pathOrName + SUFFIX))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> unknown(pathOrName, TestbedFile.namesIn(folders)));
    }

    private static UserError unknown(String name, List<String> names) {
        String nearest = Suggestion.nearest(name, names)
                .map(each -> "did you mean '" + each + "'? ")
                .orElse("");
        return new UserError(
                "there is no scenario '" + name + "'",
                nearest + "'mqecn run --list' lists all; a file is given by its path");
    }

    /** A bundled scenario: its name, and its title. */
    public record ScenarioListing(String name, String title) {}

    /** The scenarios of a folder, by name. */
    public static List<ScenarioListing> list(Path folder) {
        return names(folder).stream()
                .map(name -> new ScenarioListing(name, title(folder.resolve(name + SUFFIX))))
                .toList();
    }

    private static String title(Path file) {
        return Yaml.read(file.toString(), TextFile.read(file, ABOUT), new Problems())
                .flatMap(document -> YamlTree.get(document, ScenarioKeys.TITLE.name()))
                .filter(Scalar.class::isInstance)
                .map(title -> ((Scalar) title).text())
                .orElse("");
    }

    private static List<String> names(Path folder) {
        return TestbedFile.namesIn(List.of(folder));
    }
}
