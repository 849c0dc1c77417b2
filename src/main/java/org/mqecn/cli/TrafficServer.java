// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.mqecn.port.UserError;
import org.mqecn.traffic.flow.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves flows until it is ended. */
@Command(name = "server", sortOptions = false, description = {
    "Answer requests of 'mqecn traffic client' with flows of the size, DSCP and rate that they ask for, and take what "
        + "'mqecn bench cpu' sends.", "",
    "One process can play any number of hosts, each a network namespace. It serves until it is ended.%n"},
        footer = {"", "Example: mqecn traffic server h1=10.0.1.2 h2=10.0.2.2 --congestion-control dctcp"})
final class TrafficServer implements Callable<Integer> {
    @Parameters(paramLabel = "[NETNS=]ADDRESS[:PORT]", arity = "1..*",
            description = "Where to listen (port: " + Endpoint.DEFAULT_PORT + ").")
    private List<String> places;

    @Option(names = "--congestion-control", paramLabel = "NAME",
            description = "Of flows whose client asks for none (default: the namespace's). Where one of them is to be "
                + "dctcp, this has to be it.")
    private String congestionControl = "";

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<Server> servers = new ArrayList<>();
        for (Endpoint place : places.stream().map(Endpoint::parse).toList()) {
            servers.add(place.inside(() -> open(place.socket())));
        }
        spec.commandLine().getOut().println("serving at " + places.size()
                + (places.size() == 1 ? " address" : " addresses"));
        spec.commandLine().getOut().flush();
        awaitEnd(servers);
        return ExitCode.SUCCESS;
    }

    private static void awaitEnd(List<Server> servers) throws InterruptedException {
        try {
            CompletableFuture.anyOf(servers.stream().map(Server::end).toArray(CompletableFuture[]::new)).get();
        } catch (ExecutionException e) {
            throw new UserError("serves no more: " + e.getCause().getMessage(),
                    "where it is open files, 'ulimit -n' sets how many connections a process may have");
        }
    }

    private Server open(InetSocketAddress address) {
        try {
            return new Server(address, congestionControl);
        } catch (IOException e) {
            throw new UserError("cannot serve: " + e.getMessage(), "");
        }
    }
}
