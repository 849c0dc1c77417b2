// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.operations;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.NamespaceOption;
import org.mqecn.host.LocalMachine;
import org.mqecn.monitor.PortExporter;
import org.mqecn.web.ListenAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "exporter",
        description = {
            "Serve the counters of ports to Prometheus, at /metrics, until terminated.",
            "",
            "Ports are read at each scrape. 'mqecn stats -o prometheus' prints the same once, for a textfile collector.%n"
        })
public final class ExporterCommand implements Callable<Integer> {
    @Mixin
    private ListenOption listen = new ListenOption("9876");

    @Mixin
    private NamespaceOption namespace;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ListenAddress address = listen.address();
        PortExporter exporter = new PortExporter(
                address, namespace.get(), LocalMachine.current().versions().get("mqecn"));
        try (exporter) {
            spec.commandLine().getOut().println("serving /metrics on port " + exporter.port());
            spec.commandLine().getOut().flush();
            new CountDownLatch(1).await();
        }
        return ExitCode.SUCCESS;
    }
}
