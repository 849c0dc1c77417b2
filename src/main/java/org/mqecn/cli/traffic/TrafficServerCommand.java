// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.netlink.Netns;
import org.mqecn.traffic.flow.FlowServer;
import org.mqecn.traffic.flow.ServerEndpoint;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "server",
        sortOptions = false,
        description = {
            "Serve requests of 'mqecn traffic client' and act as a sink for 'mqecn bench cpu'.",
            "",
            "One process can serve several network namespaces. It runs until it is terminated.%n"
        },
        footer = {"", "Example: mqecn traffic server h1=10.0.1.2 h2=10.0.2.2 --congestion-control dctcp"})
final class TrafficServerCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "[NETNS=]ADDRESS[:PORT]",
            arity = "1..*",
            description = "Address to listen on (default port: " + ServerEndpoint.DEFAULT_PORT + ").")
    private List<String> endpoints;

    @Option(
            names = "--congestion-control",
            paramLabel = "NAME",
            description =
                    "Congestion control of flows whose client requests none (default: that of the network namespace). "
                            + "Must be dctcp if any flow uses DCTCP.")
    private String congestionControl = "";

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<FlowServer> servers = new ArrayList<>();
        for (ServerEndpoint endpoint :
                endpoints.stream().map(ServerEndpoint::parse).toList()) {
            servers.add(Netns.call(endpoint.namespace(), () -> open(endpoint.address())));
        }
        spec.commandLine()
                .getOut()
                .println("serving at " + endpoints.size() + (endpoints.size() == 1 ? " address" : " addresses"));
        spec.commandLine().getOut().flush();
        awaitTermination(servers);
        return ExitCode.SUCCESS;
    }

    private static void awaitTermination(List<FlowServer> servers) throws InterruptedException {
        try {
            CompletableFuture.anyOf(
                            servers.stream().map(FlowServer::termination).toArray(CompletableFuture[]::new))
                    .get();
        } catch (ExecutionException e) {
            throw new UserError(
                    "server stopped: "
                            + (e.getCause() instanceof IOException cause ? IoErrors.reason(cause) : "internal error"),
                    "if it ran out of open files, 'ulimit -n' sets how many connections a process may have");
        }
    }

    private FlowServer open(InetSocketAddress address) {
        try {
            return new FlowServer(address, congestionControl);
        } catch (IOException e) {
            throw new UserError("cannot serve: " + IoErrors.reason(e), "");
        }
    }
}
