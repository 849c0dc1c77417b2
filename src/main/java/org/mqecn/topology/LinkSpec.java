// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.List;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.SourceLocation;
import org.mqecn.topology.TestbedSchema.LinkKeys;

/** A link in a file, with defaults filled in. */
record LinkSpec(ParsedObject properties) {
    SourceLocation location() {
        return properties.location();
    }

    List<Located<String>> ends() {
        return properties.require(LinkKeys.BETWEEN);
    }

    String from() {
        return ends().get(0).value();
    }

    String to() {
        return ends().get(1).value();
    }

    List<String> nodes() {
        return List.of(from(), to());
    }

    String peerOf(String node) {
        return node.equals(from()) ? to() : from();
    }

    boolean connectsSameNodes(LinkSpec other) {
        return nodes().containsAll(other.nodes());
    }

    /** Returns the settings of one end. */
    ParsedObject endProperties(String node) {
        return properties.entry(LinkKeys.ENDS, node).orElse(ParsedObject.empty(location()));
    }

    @Override
    public String toString() {
        return from() + "-" + to();
    }
}
