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
 * The files that the traffic of a case reads. The document of a case has their digests: results of files that changed
 * are those of another experiment.
 */
final class InputFiles {
    private InputFiles() {}

    /**
     * The document of a case with the names of its files as they are from the working directory.
     *
     * @param folder that the names in the document refer to
     */
    static YamlNode resolve(YamlNode document, Path folder) {
        YamlNode resolved = document;
        for (String path : paths(document)) {
            if (YamlTree.get(resolved, path).orElse(null) instanceof Scalar name
                    && SizeDistribution.isFile(name.text())) {
                String file = folder.resolve(name.text()).normalize().toString();
                resolved = YamlTree.set(resolved, path, new Scalar(name.location(), file, Scalar.ScalarType.STRING));
            }
        }
        return resolved;
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
    static YamlNode addTo(YamlNode document, List<TrafficSpec> traffic) {
        SourceLocation location = document.location();
        List<MappingEntry> digests = traffic.stream()
                .flatMap(each -> each.files().stream())
                .distinct()
                .map(file -> new MappingEntry(
                        new Located<>(file, location), new Scalar(location, digest(file), Scalar.ScalarType.STRING)))
                .toList();
        return digests.isEmpty()
                ? document
                : YamlTree.set(document, ScenarioKeys.INPUTS.name(), new Mapping(location, digests));
    }

    /** Reports each file that changed after the document was written. */
    static void check(ParsedObject document, Problems problems) {
        document.get(ScenarioKeys.INPUTS).orElse(Map.of()).forEach((file, written) -> {
            if (!digest(file.value()).equals(written)) {
                problems.error(
                        file.location(),
                        file.value() + " changed after the experiment began",
                        "run the experiment again with --overwrite");
            }
        });
    }

    private static String digest(String file) {
        try {
            return ContentDigest.of(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw UserError.usage("cannot read " + file + ": " + IoErrors.reason(e), "");
        }
    }
}
