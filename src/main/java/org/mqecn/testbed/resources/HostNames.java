// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.topology.Testbed;

/** The names of a testbed's nodes and their addresses, as lines of hosts(5) between two comments. */
public final class HostNames {
    /** The start of the first comment; the name of the testbed follows. */
    public static final String BEGIN = "# begin of mqecn testbed ";
    /** The last comment. */
    public static final String END = "# end of mqecn testbed";

    private HostNames() {}

    /** A node with several addresses has a line for each. */
    public static List<String> lines(Testbed testbed) {
        List<String> lines = new ArrayList<>(List.of(BEGIN + testbed.name()));
        testbed.addresses().forEach(each -> lines.add(each.address().hostAddress() + " " + each.node()));
        lines.add(END);
        return lines;
    }
}
