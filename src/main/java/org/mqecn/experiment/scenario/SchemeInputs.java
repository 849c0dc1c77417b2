// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.experiment.scenario.ScenarioSchema.ScenarioKeys;
import org.mqecn.host.AddedSchemes;
import org.mqecn.port.SchemeRole;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.schema.SourceLocation;
import org.mqecn.schema.YamlNode;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.MappingEntry;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlTree;
import org.mqecn.topology.Testbed;
import org.mqecn.value.ContentDigest;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * The marking schemes that users added and ports of a case have. The document of a case has the digests of their sources:
 * a scheme that changed is another one, and its runs are repeated.
 */
public final class SchemeInputs {
    private SchemeInputs() {}

    /** The document of a case with the digests of its schemes; the same document if it has none. */
    static YamlNode addTo(YamlNode document, Testbed testbed) {
        SourceLocation location = document.location();
        AddedSchemes added = new AddedSchemes();
        List<MappingEntry> digests = testbed.links().stream()
                .flatMap(link -> link.ends().stream())
                .flatMap(end -> end.qdisc().qdiscs().stream())
                .flatMap(qdisc -> qdisc.request().stream())
                .flatMap(request -> request.assignments().stream())
                .filter(each -> SchemeRole.of(each.setting()).isPresent())
                .map(each -> each.setting().quantity().format(each.value()))
                .distinct()
                .flatMap(name -> added.find(name).stream())
                .map(file -> new MappingEntry(
                        new Located<>(AddedSchemes.name(file), location),
                        new Scalar(location, digest(file), Scalar.ScalarType.STRING)))
                .toList();
        return digests.isEmpty()
                ? document
                : YamlTree.set(document, ScenarioKeys.SCHEMES.name(), new Mapping(location, digests));
    }

    /** Reports each scheme that changed after the document was written. */
    static void check(ParsedObject document, Problems problems) {
        AddedSchemes added = new AddedSchemes();
        document.get(ScenarioKeys.SCHEMES).orElse(Map.of()).forEach((name, written) -> {
            Optional<Path> file = added.find(name.value());
            if (!file.map(SchemeInputs::digest).equals(Optional.of(written))) {
                problems.error(
                        name.location(),
                        "the scheme " + name.value() + (file.isPresent() ? " changed" : " was removed")
                                + " after the experiment began",
                        "run the experiment again");
            }
        });
    }

    /** The document of a run without its schemes. */
    public static YamlNode removeFrom(YamlNode document) {
        return YamlTree.without(document, ScenarioKeys.SCHEMES.name());
    }

    private static String digest(Path file) {
        try {
            return ContentDigest.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw UserError.usage("cannot read " + file + ": " + IoErrors.reason(e), "");
        }
    }
}
