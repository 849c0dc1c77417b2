// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.experiment.scenario.ScenarioSchema.ScenarioKeys;
import org.mqecn.schema.Problems;
import org.mqecn.schema.TextFile;
import org.mqecn.schema.Yaml;
import org.mqecn.schema.YamlNode;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlTree;

/**
 * Completes a scenario that extends another one: mappings are merged, all other values are replaced. The other may extend a
 * third one.
 */
final class ScenarioBase {
    private static final String EXTENDS = ScenarioKeys.EXTENDS.name();

    private final List<Path> library;
    private final Problems problems;

    /** @param library folders of scenarios that may be extended, besides that of the file */
    ScenarioBase(List<Path> library, Problems problems) {
        this.library = library;
        this.problems = problems;
    }

    /** The whole document; empty if the scenario that it extends cannot be read. */
    Optional<YamlNode> complete(YamlNode document, Path file) {
        return complete(document, List.of(file));
    }

    /** @param files that of the document first, then those that extend it */
    private Optional<YamlNode> complete(YamlNode document, List<Path> files) {
        if (!(YamlTree.get(document, EXTENDS).orElse(null) instanceof Scalar name)) {
            return Optional.of(document);
        }
        return problems.capture(name.location(), () -> read(name, files), Optional.<YamlNode>empty())
                .map(base -> YamlTree.merged(base, YamlTree.without(document, EXTENDS)));
    }

    private Optional<YamlNode> read(Scalar name, List<Path> files) {
        Path folder = ScenarioFile.folder(files.get(0));
        Path base = ScenarioFile.locate(
                name.text(),
                folder,
                Stream.concat(Stream.of(folder), library.stream()).toList());
        if (files.stream().map(ScenarioBase::absolute).anyMatch(absolute(base)::equals)) {
            problems.error(name.location(), "the scenario extends itself", "extend another one");
            return Optional.empty();
        }
        List<Path> chain = new ArrayList<>(List.of(base));
        chain.addAll(files);
        return Yaml.read(base.toString(), TextFile.read(base, ScenarioFile.ABOUT), problems)
                .flatMap(document -> complete(document, chain));
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
