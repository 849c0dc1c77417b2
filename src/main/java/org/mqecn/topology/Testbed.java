// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a testbed's file says, made complete: shapes spelled out, defaults filled in, addresses assigned, routes
 * worked out, devices named. Who makes it real has nothing left to decide.
 *
 * @param name of the testbed; names of namespaces begin with it
 * @param machineSysctls of the machine itself; they get their old values back
 * @param hosts in the order of the file
 * @param switches in the order of the file
 * @param links in the order of the file
 */
public record Testbed(
        String name, Map<String, String> machineSysctls, List<Host> hosts, List<Switch> switches, List<Link> links) {
    public Testbed {
        machineSysctls = Collections.unmodifiableMap(new LinkedHashMap<>(machineSysctls));
        hosts = List.copyOf(hosts);
        switches = List.copyOf(switches);
        links = List.copyOf(links);
    }
}
