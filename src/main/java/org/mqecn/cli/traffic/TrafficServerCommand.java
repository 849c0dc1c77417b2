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
import org.mqecn.cli.common.ServerEndpoint;
import org.mqecn.traffic.flow.FlowServer;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves flows until it is ended. */
@Command(
        name = "server",
        sortOptions = false,
        description = {
            "Answer requests of 'mqecn traffic client' with flows of the size, DSCP and rate that they ask for, and take what "
                    + "'mqecn bench cpu' sends.",
            "",
            "One process can play any number of hosts, each a network namespace. It serves until it is ended.%n"
        },
        footer = {"", "Example: mqecn traffic server h1=10.0.1.2 h2=10.0.2.2 --congestion-control dctcp"})
final class TrafficServerCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "[NETNS=]ADDRESS[:PORT]",
            arity = "1..*",
            description = "Where to listen (port: " + ServerEndpoint.DEFAULT_PORT + ").")
    private List<String> endpoints;

    @Option(
            names = "--congestion-control",
            paramLabel = "NAME",
            description = "Of flows whose client asks for none (default: the namespace's). Where one of them is to be "
                    + "dctcp, this has to be it.")
    private String congestionControl = "";

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<FlowServer> servers = new ArrayList<>();
        for (ServerEndpoint place :
                endpoints.stream().map(ServerEndpoint::parse).toList()) {
            servers.add(place.callInNamespace(() -> open(place.address())));
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
                    "serves no more: " + e.getCause().getMessage(),
                    "where it is open files, 'ulimit -n' sets how many connections a process may have");
        }
    }

    private FlowServer open(InetSocketAddress address) {
        try {
            return new FlowServer(address, congestionControl);
        } catch (IOException e) {
            throw new UserError("cannot serve: " + e.getMessage(), "");
        }
    }
}
