// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.SchemeRole;
import org.mqecn.schema.Located;
import org.mqecn.schema.SourceLocation;
import org.mqecn.schema.YamlNode;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.MappingEntry;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlNode.Sequence;
import org.mqecn.schema.YamlTree;
import org.mqecn.value.UserError;

/**
 * Adds a marking scheme or a buffer policy to the values of a scenario's variable that selects the qdisc of ports. Its
 * port is that of the first value, with the other scheme and without settings that only the first one uses. The documents of the other cases
 * do not change, so that their results remain valid.
 *
 * @param scheme name of the scheme
 */
record SchemeColumn(String scheme) {
    private static final String VARIABLES = "vary";
    private static final String QDISCS = "testbed.qdiscs.";
    private static final String QDISC_PATH = "(.*\\.)?qdisc";

    /** @throws UserError a usage error if no variable selects the qdisc of ports */
    YamlNode addTo(YamlNode document) {
        MappingEntry variable = variables(document)
                .filter(SchemeColumn::selectsQdisc)
                .findFirst()
                .orElseThrow(
                        () -> UserError.usage(
                                "--scheme " + scheme + ": no variable of the scenario selects the qdisc of ports",
                                "add one to the file: vary: {scheme: {set: testbed.defaults.link.qdisc, values: [per-queue]}}"));
        String path = VARIABLES + "." + variable.key().value() + ".values";
        List<MappingEntry> values = labelled(YamlTree.get(document, path).orElseThrow());
        if (values.isEmpty()
                || values.stream().anyMatch(value -> value.key().value().equals(scheme))) {
            return document;
        }
        SourceLocation location = variable.key().location();
        List<MappingEntry> more = new ArrayList<>(values);
        more.add(new MappingEntry(new Located<>(scheme, location), port(document, values.get(0))));
        return YamlTree.set(document, path, new Mapping(location, more));
    }

    private static Stream<MappingEntry> variables(YamlNode document) {
        return YamlTree.get(document, VARIABLES).stream()
                .filter(Mapping.class::isInstance)
                .flatMap(vary -> ((Mapping) vary).entries().stream());
    }

    private static boolean selectsQdisc(MappingEntry variable) {
        return YamlTree.get(variable.yamlNode(), "set")
                        .filter(set -> set instanceof Scalar path && path.text().matches(QDISC_PATH))
                        .isPresent()
                && YamlTree.get(variable.yamlNode(), "values").isPresent();
    }

    private static List<MappingEntry> labelled(YamlNode values) {
        if (values instanceof Mapping mapping) {
            return mapping.entries();
        }
        return values instanceof Sequence sequence
                ? sequence.values().stream()
                        .filter(Scalar.class::isInstance)
                        .map(value -> new MappingEntry(new Located<>(((Scalar) value).text(), value.location()), value))
                        .toList()
                : List.of();
    }

    /** The definition of the file for this scheme, if it has one; otherwise that of another value with this scheme. */
    private YamlNode port(YamlNode document, MappingEntry other) {
        Optional<YamlNode> defined = YamlTree.get(document, QDISCS + scheme);
        if (defined.isPresent()) {
            return defined.get();
        }
        YamlNode named = other.yamlNode() instanceof Scalar name
                ? YamlTree.get(document, QDISCS + name.text()).orElse(other.yamlNode())
                : other.yamlNode();
        YamlNode dwrr = YamlTree.get(named, "dwrr").orElse(new Mapping(named.location(), List.of()));
        SchemeRole role = ModuleSchemes.find(scheme).map(DwrrScheme::role).orElse(SchemeRole.MARKING);
        return YamlTree.set(
                new Mapping(named.location(), List.of()),
                "dwrr",
                YamlTree.set(
                        role == SchemeRole.MARKING ? withoutParameters(dwrr) : dwrr,
                        role.setting().key(),
                        new Scalar(named.location(), scheme, Scalar.ScalarType.STRING)));
    }

    /** Removes what only the marking schemes of dwrr itself use. */
    private static YamlNode withoutParameters(YamlNode port) {
        YamlNode remaining = port;
        for (DwrrSetting setting : DwrrSetting.values()) {
            if (!setting.isUsedBy(EcnScheme.MODULE)) {
                remaining = YamlTree.without(remaining, setting.key());
            }
        }
        return remaining;
    }
}
