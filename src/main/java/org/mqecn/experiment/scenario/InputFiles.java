// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mqecn.experiment.scenario.ScenarioSchema.ScenarioKeys;
import org.mqecn.experiment.scenario.ScenarioSchema.TrafficKeys;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.schema.SourceLocation;
import org.mqecn.schema.YamlNode;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.MappingEntry;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlNode.Sequence;
import org.mqecn.schema.YamlTree;
import org.mqecn.traffic.flow.SizeDistribution;
import org.mqecn.value.ContentDigest;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * The files that the traffic of a case reads. The document of a case has their names as the scenario has them, and their
 * digests, so that it is the same on all machines: results of files that changed are those of another experiment.
 *
 * @param folder that the names refer to; empty for the working directory
 */
record InputFiles(String folder) {
    /** Those of a scenario or a case. */
    static InputFiles of(ParsedObject document) {
        return new InputFiles(document.get(ScenarioKeys.FOLDER).orElse(""));
    }

    /** A document with the folder of its files. */
    static YamlNode withFolder(YamlNode document, String folder) {
        return YamlTree.set(
                document,
                ScenarioKeys.FOLDER.name(),
                new Scalar(document.location(), folder, Scalar.ScalarType.STRING));
    }

    /** Whether the traffic of a document names files. */
    static boolean areNamedIn(YamlNode document) {
        return !names(document).isEmpty();
    }

    /** The path of a file from the working directory; a name that is not that of a file is left as it is. */
    String resolve(String name) {
        return SizeDistribution.isFile(name)
                ? Path.of(folder).resolve(name).normalize().toString()
                : name;
    }

    private static List<String> names(YamlNode document) {
        return paths(document).stream()
                .flatMap(path -> YamlTree.get(document, path).stream())
                .filter(Scalar.class::isInstance)
                .map(name -> ((Scalar) name).text())
                .filter(SizeDistribution::isFile)
                .distinct()
                .toList();
    }

    /** The paths of values that may name files. */
    private static List<String> paths(YamlNode document) {
        List<String> paths = new ArrayList<>();
        if (YamlTree.get(document, ScenarioKeys.TRAFFIC.name()).orElse(null) instanceof Mapping traffic) {
            for (MappingEntry entry : traffic.entries()) {
                String path = ScenarioKeys.TRAFFIC.name() + "." + entry.key().value();
                String requests = path + "." + TrafficKeys.REQUESTS.name() + ".";
                String services = requests + TrafficKeys.SERVICES.name();
                paths.add(path + "." + TrafficKeys.REPLAY.name() + "." + TrafficKeys.LIST.name());
                paths.add(requests + TrafficKeys.SIZES.name());
                if (YamlTree.get(document, services).orElse(null) instanceof Sequence list) {
                    for (int i = 0; i < list.values().size(); i++) {
                        paths.add(services + "." + i + "." + TrafficKeys.SIZES.name());
                    }
                }
            }
        }
        return paths;
    }

    /** The document of a case with the digests of its files; the same document if it has none. */
    YamlNode addDigests(YamlNode document) {
        SourceLocation location = document.location();
        List<MappingEntry> digests = names(document).stream()
                .map(name -> new MappingEntry(
                        new Located<>(name, location), new Scalar(location, digest(name), Scalar.ScalarType.STRING)))
                .toList();
        return digests.isEmpty()
                ? document
                : YamlTree.set(document, ScenarioKeys.INPUTS.name(), new Mapping(location, digests));
    }

    /** Reports each file that changed after the document was written. */
    void check(ParsedObject document, Problems problems) {
        document.get(ScenarioKeys.INPUTS).orElse(Map.of()).forEach((name, written) -> {
            if (!digest(name.value()).equals(written)) {
                problems.error(
                        name.location(),
                        resolve(name.value()) + " changed after the experiment began",
                        "run the experiment again with --overwrite");
            }
        });
    }

    private String digest(String name) {
        String file = resolve(name);
        try {
            return ContentDigest.of(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw UserError.usage("cannot read " + file + ": " + IoErrors.reason(e), "");
        }
    }
}
