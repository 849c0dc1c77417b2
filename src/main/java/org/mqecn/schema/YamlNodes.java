// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.List;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.MappingEntry;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlNode.Scalar.ScalarType;
import org.mqecn.schema.YamlNode.Sequence;

/** Builds documents to write, whose values have no location in a file. */
public final class YamlNodes {
    /** The location of what is in no file. */
    public static final SourceLocation NOWHERE = new SourceLocation("", 1, 1);

    private YamlNodes() {}

    /** A number, or a string. */
    public static YamlNode scalar(String word) {
        return new Scalar(NOWHERE, word, word.matches("\\d+") ? ScalarType.NUMBER : ScalarType.STRING);
    }

    public static YamlNode list(List<String> words) {
        return new Sequence(NOWHERE, words.stream().map(YamlNodes::scalar).toList());
    }

    public static Mapping mapping(List<MappingEntry> entries) {
        return new Mapping(NOWHERE, entries);
    }

    public static MappingEntry entry(String key, YamlNode yamlNode) {
        return new MappingEntry(new Located<>(key, NOWHERE), yamlNode);
    }
}
