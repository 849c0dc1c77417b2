// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mqecn.schema.Problems;
import org.mqecn.schema.SourceLocation;
import org.mqecn.schema.Yaml;
import org.mqecn.schema.YamlNode;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.MappingEntry;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlNode.Sequence;
import org.mqecn.schema.YamlTree;
import org.mqecn.value.UserError;

/**
 * Changes to a scenario from the command line.
 *
 * @param assignments values in YAML by path or variable
 * @param schemes marking schemes to compare with those of the scenario
 * @param quick whether the quick version is selected
 * @param seed another seed; empty for that of the file
 */
public record ScenarioOverrides(
        Map<String, String> assignments, List<String> schemes, boolean quick, OptionalInt seed) {
    public static final ScenarioOverrides NONE = new ScenarioOverrides(Map.of(), List.of(), false, OptionalInt.empty());

    public ScenarioOverrides(Map<String, String> assignments, boolean quick, OptionalInt seed) {
        this(assignments, List.of(), quick, seed);
    }

    /** Parses {@code PATH=VALUE}. */
    public static Map.Entry<String, String> parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw UserError.usage("'" + text + "' has no '='", "write PATH=VALUE, for example load=0.8");
        }
        return Map.entry(text.substring(0, equals), text.substring(equals + 1));
    }

    YamlNode applyTo(YamlNode document, Problems problems) {
        YamlNode changed = document;
        for (MappingEntry mappingEntry : quick ? quickEntries(document) : List.<MappingEntry>of()) {
            changed = set(changed, mappingEntry.key().value(), mappingEntry.yamlNode(), problems);
        }
        for (String scheme : schemes) {
            YamlNode before = changed;
            changed = problems.capture(document.location(), () -> new SchemeColumn(scheme).addTo(before), before);
        }
        for (Map.Entry<String, String> set : assignments.entrySet()) {
            Optional<YamlNode> value = Yaml.read("--set " + set.getKey(), set.getValue(), problems);
            if (value.isPresent()) {
                changed = set(changed, set.getKey(), value.get(), problems);
            }
        }
        return seed.isEmpty()
                ? changed
                : set(changed, "seed", numberNode(seed.getAsInt(), new SourceLocation("--seed", 1, 1)), problems);
    }

    private static List<MappingEntry> quickEntries(YamlNode document) {
        return YamlTree.get(document, "quick")
                .filter(Mapping.class::isInstance)
                .map(quick -> ((Mapping) quick).entries())
                .orElse(List.of());
    }

    static Scalar numberNode(int number, SourceLocation location) {
        return new Scalar(location, Integer.toString(number), Scalar.ScalarType.NUMBER);
    }

    /** Sets the value at a path; the name of a variable selects its values. */
    private static YamlNode set(YamlNode document, String path, YamlNode yamlNode, Problems problems) {
        String values = "vary." + path + ".values";
        boolean variable =
                !path.contains(".") && YamlTree.get(document, "vary." + path).isPresent();
        String target = variable ? values : path;
        YamlNode wanted = target.equals(values) || path.matches("vary\\.[^.]+\\.values")
                ? selectValues(document, target, yamlNode)
                : yamlNode;
        return problems.capture(yamlNode.location(), () -> YamlTree.set(document, target, wanted), document);
    }

    /** Selects values of a variable: by label if the file has labels. */
    private static YamlNode selectValues(YamlNode document, String path, YamlNode yamlNode) {
        List<YamlNode> wanted = yamlNode instanceof Sequence sequence ? sequence.values() : List.of(yamlNode);
        if (yamlNode instanceof Mapping || !(YamlTree.get(document, path).orElse(yamlNode) instanceof Mapping named)) {
            return yamlNode instanceof Mapping ? yamlNode : new Sequence(yamlNode.location(), wanted);
        }
        List<MappingEntry> chosen = new ArrayList<>();
        for (YamlNode each : wanted) {
            named.entries().stream()
                    .filter(mappingEntry -> each instanceof Scalar word
                            && mappingEntry.key().value().equals(word.text()))
                    .forEach(chosen::add);
        }
        return chosen.size() == wanted.size()
                ? new Mapping(yamlNode.location(), chosen)
                : new Sequence(yamlNode.location(), wanted);
    }
}
