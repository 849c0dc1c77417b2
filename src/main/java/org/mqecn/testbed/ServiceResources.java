// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.nio.file.Path;
import java.util.List;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.resources.ServiceCommands;
import org.mqecn.testbed.resources.ServiceResource;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.testbed.state.Resource;
import org.mqecn.topology.Host;
import org.mqecn.topology.HostService;
import org.mqecn.topology.Testbed;
import org.mqecn.traffic.video.VideoFolder;

/** Builds the services of hosts that are namespaces. */
final class ServiceResources {
    private final Testbed testbed;
    private final LocalMachine machine;
    private final TestbedLayout layout;

    ServiceResources(Testbed testbed, LocalMachine machine, TestbedLayout layout) {
        this.testbed = testbed;
        this.machine = machine;
        this.layout = layout;
    }

    List<Resource> services() {
        return testbed.hosts().stream()
                .filter(host -> host.virtualMachine().isEmpty())
                .flatMap(host -> host.services().stream().map(service -> service(host, service)))
                .toList();
    }

    private Resource service(Host host, HostService service) {
        String name = host.name() + "-" + service.name();
        List<Command> setup = List.of();
        String documents = "";
        if (service instanceof HostService.VideoServer server) {
            Path videos = VideoFolder.parentFolder(machine);
            setup = List.of(
                    Command.of("mkdir", "-p", videos.toString()),
                    VideoFolder.creationCommand(machine.launcher().toString(), videos, server.library()));
            documents = videos.resolve(VideoFolder.folderName(server.library())).toString();
        }
        Path folder = layout.runtimeDirectory();
        return new ServiceResource(
                layout.namespace(host.name()),
                name,
                setup,
                ServiceCommands.of(testbed, host, service, folder.resolve(name).toString(), documents),
                folder);
    }
}
