// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.RtnetlinkReader;

/**
 * Examines this machine, and the ports and TCP connections of this thread's network namespace. Changes nothing.
 *
 * @param runner of the commands that only show something
 * @param namespace name of the namespace, which the calling thread has entered; empty for mqecn's own
 * @param rtt base RTT of the flows; if empty, that of the TCP connections that can be seen
 */
public record Doctor(LocalMachine machine, CommandRunner runner, String namespace, Optional<Duration> rtt) {
    /**
     * Examines everything.
     *
     * @param device that should be a port; empty for all ports
     * @throws org.mqecn.value.UserError if there is no such device
     */
    public List<Finding> examine(Optional<String> device) {
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            List<DeviceLink> links = reader.readLinks();
            List<Qdisc> qdiscs = reader.readQdiscs();
            List<DeviceLink> examined = device.map(name -> List.of(DeviceLink.require(links, name)))
                    .orElseGet(() -> links.stream()
                            .filter(link -> qdiscs.stream()
                                    .anyMatch(qdisc -> qdisc.deviceIndex() == link.index()
                                            && qdisc.portKind().isPresent()))
                            .toList());
            TcpNamespaces tcp = TcpNamespaces.read(machine, reader, namespace);
            List<Finding> findings = new ArrayList<>(
                    new MachineExamination(machine, runner).findings(PortExamination.kinds(examined, qdiscs)));
            findings.addAll(tcp.findings());
            PortExamination ports = new PortExamination(
                    machine,
                    runner,
                    reader,
                    namespace,
                    rtt.or(tcp::shortestRtt),
                    rtt.isPresent() ? "--rtt" : "INET_DIAG");
            examined.forEach(link -> findings.addAll(ports.findings(links, link)));
            return findings;
        }
    }
}
