// SPDX-License-Identifier: Apache-2.0
package org.mqecn.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mqecn.document.Value.Entry;
import org.mqecn.document.Value.Items;
import org.mqecn.document.Value.Mapping;
import org.mqecn.document.Value.Scalar;
import org.mqecn.document.Value.Scalar.Type;
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

/** Reads YAML 1.2 and keeps where everything stands; writes it, too. */
public final class Yaml {
    private static final Map<Tag, Type> TYPES = Map.of(Tag.STR, Type.TEXT, Tag.INT, Type.NUMBER,
            Tag.FLOAT, Type.NUMBER, Tag.BOOL, Type.FLAG, Tag.NULL, Type.NOTHING);

    private static final Set<Tag> TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);
    /** Of lines that are written. */
    private static final int WIDTH = 120;

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
     * @return nothing where it is not YAML, which the problems tell then
     */
    public static Optional<Value> read(String file, String text, Problems problems) {
        return new Yaml(file, problems).read(text);
    }

    /** The text of a value, for others to read; comments and the author's manner of writing are lost. */
    public static String write(Value value) {
        DumpSettings settings = DumpSettings.builder().setSchema(new CoreSchema()).setWidth(WIDTH).build();
        return new Present(settings).emitToString(new Serialize(settings).serializeOne(node(value)).iterator());
    }

    private static Node node(Value value) {
        if (value instanceof Items items) {
            return new SequenceNode(Tag.SEQ, items.values().stream().map(Yaml::node).toList(),
                    items.values().stream().allMatch(Scalar.class::isInstance) ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        if (value instanceof Mapping mapping) {
            return new MappingNode(Tag.MAP, mapping.entries().stream().map(entry ->
                    new NodeTuple(text(entry.key().value(), Tag.STR), node(entry.value()))).toList(), FlowStyle.BLOCK);
        }
        Scalar scalar = (Scalar) value;
        return switch (scalar.type()) {
            case TEXT -> text(scalar.text(), Tag.STR);
            case FLAG -> text(scalar.text(), Tag.BOOL);
            case NUMBER -> text(scalar.text(), scalar.text().matches("[-+]?[0-9]+") ? Tag.INT : Tag.FLOAT);
            case NOTHING -> text("", Tag.NULL);
        };
    }

    private static ScalarNode text(String text, Tag tag) {
        return new ScalarNode(tag, text, ScalarStyle.PLAIN);
    }

    private Optional<Value> read(String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(file).setSchema(new CoreSchema()).build();
        Place start = new Place(file, 1, 1);
        try {
            return Optional.of(new Compose(settings).composeString(text).map(this::value)
                    .orElseGet(() -> new Scalar(start, "", Type.NOTHING)));
        } catch (MarkedYamlEngineException e) {
            problems.error(e.getProblemMark().map(this::place).orElse(start), "this cannot be read: " + e.getProblem(),
                    e.getContext() == null ? "" : e.getContext()
                            + e.getContextMark().map(mark -> " in line " + (mark.getLine() + 1)).orElse(""));
        } catch (YamlEngineException e) {
            problems.error(start, "this cannot be read: " + e.getMessage(), "");
        }
        return Optional.empty();
    }

    private Place place(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Value value(Node node) {
        Place place = node.getStartMark().map(this::place).orElseThrow();
        if (node.isRecursive()) {
            throw new ComposerException("an alias stands inside of what it stands for", node.getStartMark());
        }
        if (!TAGS.contains(node.getTag())) {
            problems.error(place, "the tag '" + node.getTag().getValue() + "' is not known here", "leave it out");
        }
        if (node instanceof SequenceNode list) {
            return new Items(place, list.getValue().stream().map(this::value).toList());
        } else if (node instanceof MappingNode mapping) {
            return new Mapping(place, entries(mapping.getValue()));
        }
        return new Scalar(place, ((ScalarNode) node).getValue(), TYPES.getOrDefault(node.getTag(), Type.TEXT));
    }

    private List<Entry> entries(List<NodeTuple> tuples) {
        Map<String, Place> seen = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (NodeTuple tuple : tuples) {
            Value key = value(tuple.getKeyNode());
            if (!(key instanceof Scalar word)) {
                problems.error(key.place(), key.noun() + " stands where a key is expected", "a key is one word");
                continue;
            }
            Place before = seen.putIfAbsent(word.text(), key.place());
            if (before == null) {
                entries.add(new Entry(new Located<>(word.text(), key.place()), value(tuple.getValueNode())));
            } else {
                problems.error(key.place(), "'" + word.text() + "' is given twice",
                        "it stands in line " + before.line() + " already");
            }
        }
        return entries;
    }
}
