// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.GoldenFile;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.topology.HostService;
import org.mqecn.topology.Testbed;
import org.mqecn.traffic.VideoTestbed;

/** {@code make generate} writes the expected configurations of nginx. */
final class ServiceCommandsTest {
    private static final Path EXPECTED = Path.of("src/test/resources/org/mqecn/testbed/resources");

    @TempDir
    private Path folder;

    @Test
    void videoServerConfiguration() {
        GoldenFile.assertEquals(EXPECTED.resolve("server.conf"), NginxConfiguration.fileServer(80, "/srv/videos"));
    }

    @Test
    void loadBalancerConfiguration() {
        GoldenFile.assertEquals(
                EXPECTED.resolve("balancer.conf"),
                NginxConfiguration.loadBalancer(80, List.of("192.168.100.11:80", "192.168.100.12:8080")));
    }

    /** nginx writes all its files into its prefix directory. */
    @Test
    @Tag("tools")
    void nginxAcceptsItsConfigurations() throws IOException {
        assertAccepted(NginxConfiguration.fileServer(8080, folder + "/with a space"));
        assertAccepted(NginxConfiguration.loadBalancer(8080, List.of("192.168.100.11:80")));
    }

    private void assertAccepted(String configuration) throws IOException {
        Files.writeString(folder.resolve("nginx.conf"), configuration);
        CommandResult result = new CommandRunner()
                .capture(List.of("nginx", "-p", folder.toString(), "-e", "error.log", "-c", "nginx.conf", "-t"));
        assertEquals(0, result.exitStatus(), result.errors());
        assertTrue(result.errors().lines().noneMatch(line -> line.contains("[warn]")), result.errors());
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.map(file -> file.getFileName().toString())
                    .toList()
                    .containsAll(List.of("access.log", "error.log", "client-body", "proxy", "fastcgi", "scgi")));
        }
    }

    @Test
    void videoServerFolder() {
        ServiceCommands serviceCommands = VideoTestbed.serviceCommands("server1");
        List<String> lines =
                serviceCommands.prepare().stream().map(Command::shellLine).toList();
        assertEquals("mkdir -p /run/services/server1", lines.get(0));
        assertTrue(lines.get(1).startsWith("tee /run/services/server1/nginx.conf >/dev/null <<'EOF'\n"), lines.get(1));
        assertTrue(lines.get(1).contains("root \"/run/videos/3x20s-2s-500kbit-1500kbit-3mbit\";"), lines.get(1));
        assertEquals("nginx -p /run/services/server1 -e error.log -c nginx.conf -t -q", lines.get(2));
        assertEquals(
                "nginx -p /run/services/server1 -e error.log -c nginx.conf",
                String.join(" ", serviceCommands.foreground()));
    }

    @Test
    void balancerBackends() {
        String configuration =
                VideoTestbed.serviceCommands("balancer").prepare().get(1).input();
        assertTrue(configuration.contains("        server 10.0.1.2:80;\n        server 10.0.2.2:80;\n"), configuration);
    }

    @Test
    void otherServices() {
        Testbed testbed = VideoTestbed.testbed();
        assertEquals(
                List.of("iperf3", "--server", "--port", "5201"),
                ServiceCommands.of(
                                testbed,
                                testbed.hosts().get(0),
                                new HostService.Iperf3Server("iperf3", 5201),
                                "/f",
                                "/d")
                        .foreground());
        assertEquals(
                List.of("a", "b c"),
                ServiceCommands.of(
                                testbed,
                                testbed.hosts().get(0),
                                new HostService.CommandService("x", List.of("a", "b c")),
                                "/f",
                                "/d")
                        .foreground());
    }
}
