// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.MappingEntry;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlNode.Scalar.ScalarType;
import org.mqecn.schema.YamlNode.Sequence;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.ComposerException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2 with the location of each value, and writes it. */
public final class Yaml {
    private static final Map<Tag, ScalarType> TYPES = Map.of(
            Tag.STR,
            ScalarType.STRING,
            Tag.INT,
            ScalarType.NUMBER,
            Tag.FLOAT,
            ScalarType.NUMBER,
            Tag.BOOL,
            ScalarType.BOOLEAN,
            Tag.NULL,
            ScalarType.NULL);

    private static final Set<Tag> TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);
    /** Maximum length of a text. Saved rules with many addresses have megabytes. */
    private static final int MAX_LENGTH = 1 << 25;
    /** Maximum length of written lines. */
    private static final int LINE_WIDTH = 120;

    private final String file;
    private final Problems problems;

    private Yaml(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Reads a text.
     *
     * @param file its name, for messages
     * @return empty if it is not valid YAML; the problems have the error
     */
    public static Optional<YamlNode> read(String file, String text, Problems problems) {
        return new Yaml(file, problems).read(text);
    }

    /** A value as YAML text. Comments and formatting are lost. */
    public static String write(YamlNode yamlNode) {
        DumpSettings settings = DumpSettings.builder()
                .setSchema(new CoreSchema())
                .setWidth(LINE_WIDTH)
                .build();
        return new Present(settings)
                .emitToString(new Serialize(settings)
                        .serializeOne(toLibraryNode(yamlNode))
                        .iterator());
    }

    private static Node toLibraryNode(YamlNode yamlNode) {
        if (yamlNode instanceof Sequence sequence) {
            return new SequenceNode(
                    Tag.SEQ,
                    sequence.values().stream().map(Yaml::toLibraryNode).toList(),
                    sequence.values().stream().allMatch(Scalar.class::isInstance) ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        if (yamlNode instanceof Mapping mapping) {
            return new MappingNode(
                    Tag.MAP,
                    mapping.entries().stream()
                            .map(mappingEntry -> new NodeTuple(
                                    key(mappingEntry.key().value()), toLibraryNode(mappingEntry.yamlNode())))
                            .toList(),
                    mapping.entries().stream()
                                    .allMatch(each -> isNumber(each.key().value()))
                            ? FlowStyle.FLOW
                            : FlowStyle.BLOCK);
        }
        Scalar scalar = (Scalar) yamlNode;
        return switch (scalar.scalarType()) {
            case STRING -> text(scalar.text(), Tag.STR);
            case BOOLEAN -> text(scalar.text(), Tag.BOOL);
            case NUMBER -> text(scalar.text(), scalar.text().matches("[-+]?[0-9]+") ? Tag.INT : Tag.FLOAT);
            case NULL -> text("", Tag.NULL);
        };
    }

    /** Numbers are queues: {@code {0: 3076, 1: 1538}}. */
    private static boolean isNumber(String key) {
        return key.matches("0|[1-9][0-9]*");
    }

    private static ScalarNode key(String key) {
        return text(key, isNumber(key) ? Tag.INT : Tag.STR);
    }

    private static ScalarNode text(String text, Tag tag) {
        return new ScalarNode(tag, text, ScalarStyle.PLAIN);
    }

    private Optional<YamlNode> read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setCodePointLimit(MAX_LENGTH)
                .build();
        SourceLocation start = new SourceLocation(file, 1, 1);
        try {
            return Optional.of(new Compose(settings)
                    .composeString(text)
                    .map(this::toYamlNode)
                    .orElseGet(() -> new Scalar(start, "", ScalarType.NULL)));
        } catch (MarkedYamlEngineException e) {
            problems.error(
                    e.getProblemMark().map(this::location).orElse(start),
                    "not valid YAML: " + e.getProblem(),
                    e.getContext() == null
                            ? ""
                            : e.getContext()
                                    + e.getContextMark()
                                            .map(mark -> " in line " + (mark.getLine() + 1))
                                            .orElse(""));
        } catch (YamlEngineException e) {
            problems.error(start, "not valid YAML: " + e.getMessage(), "");
        }
        return Optional.empty();
    }

    private SourceLocation location(Mark mark) {
        return new SourceLocation(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private YamlNode toYamlNode(Node node) {
        SourceLocation location = node.getStartMark().map(this::location).orElseThrow();
        if (node.isRecursive()) {
            throw new ComposerException("an alias refers to itself", node.getStartMark());
        }
        if (!TAGS.contains(node.getTag())) {
            problems.error(location, "the tag '" + node.getTag().getValue() + "' is not supported", "remove it");
        }
        if (node instanceof SequenceNode list) {
            return new Sequence(
                    location, list.getValue().stream().map(this::toYamlNode).toList());
        } else if (node instanceof MappingNode mapping) {
            return new Mapping(location, entries(mapping.getValue()));
        }
        return new Scalar(
                location, ((ScalarNode) node).getValue(), TYPES.getOrDefault(node.getTag(), ScalarType.STRING));
    }

    private List<MappingEntry> entries(List<NodeTuple> tuples) {
        Map<String, SourceLocation> seen = new LinkedHashMap<>();
        List<MappingEntry> entries = new ArrayList<>();
        for (NodeTuple tuple : tuples) {
            YamlNode key = toYamlNode(tuple.getKeyNode());
            if (!(key instanceof Scalar word)) {
                problems.error(key.location(), "a key is " + key.describe(), "expected a string");
                continue;
            }
            SourceLocation before = seen.putIfAbsent(word.text(), key.location());
            if (before == null) {
                entries.add(
                        new MappingEntry(new Located<>(word.text(), key.location()), toYamlNode(tuple.getValueNode())));
            } else {
                problems.error(key.location(), "'" + word.text() + "' occurs twice", "first in line " + before.line());
            }
        }
        return entries;
    }
}
