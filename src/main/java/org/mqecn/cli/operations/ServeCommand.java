// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.mqecn.cli.common.DurationOption;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.NamespaceOption;
import org.mqecn.dashboard.Dashboard;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.SmallFile;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.result.ResultLayout;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;
import org.mqecn.web.AccessToken;
import org.mqecn.web.ListenAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        description = {
            "Serve a page for browsers, until terminated: the queues of all ports as in 'mqecn top', live, with figures of "
                    + "the last ten minutes, and reports on results of 'mqecn run'.",
            "",
            "The page only reads. Everybody on this machine may see it; beyond this machine, a token is required, which is "
                    + "printed as part of the address.%n"
        })
public final class ServeCommand implements Callable<Integer> {
    private static final Duration MIN_INTERVAL = Duration.ofMillis(100);

    @Mixin
    private ListenOption listen = new ListenOption("9877");

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the token that is required, readable for its owner only (default: beyond this "
                    + "machine, a new random token).")
    private String tokenFile = "";

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            description = "Time between two readings of the ports (default: ${DEFAULT-VALUE}).")
    private String interval = "1s";

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Folder of results to browse (default: ${DEFAULT-VALUE}).")
    private Path results = ResultLayout.PARENT;

    @Mixin
    private NamespaceOption namespace;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ListenAddress address = listen.address();
        Duration period = DurationOption.parsePositive("--interval", interval);
        if (period.compareTo(MIN_INTERVAL) < 0) {
            throw UserError.usage("--interval is below 100 ms", "for example 1s; 'mqecn run' samples faster");
        }
        Optional<AccessToken> token = token(address);
        String host = SmallFile.read(LocalMachine.current().root().resolve("proc/sys/kernel/hostname"))
                .orElse("this machine");
        try (RtnetlinkReader reader = Netns.call(namespace.get(), RtnetlinkReader::new);
                Dashboard dashboard = new Dashboard(
                        address,
                        token,
                        "Ports of " + host + (namespace.get().isEmpty() ? "" : ", namespace " + namespace.get()),
                        reader::readPorts,
                        period,
                        results)) {
            String name = address.isWildcard() ? host : address.host();
            spec.commandLine()
                    .getOut()
                    .println("serving http://" + name + ":" + dashboard.port() + "/"
                            + (tokenFile.isEmpty()
                                    ? token.map(secret -> "?token=" + secret).orElse("")
                                    : "?token=TOKEN with the token in " + tokenFile));
            spec.commandLine().getOut().flush();
            new CountDownLatch(1).await();
        }
        return ExitCode.SUCCESS;
    }

    private Optional<AccessToken> token(ListenAddress address) {
        if (!tokenFile.isEmpty()) {
            return Optional.of(readToken(Path.of(tokenFile)));
        }
        return address.isLoopback() ? Optional.empty() : Optional.of(AccessToken.random());
    }

    private static AccessToken readToken(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).stream()
                    .anyMatch(permission -> permission != PosixFilePermission.OWNER_READ
                            && permission != PosixFilePermission.OWNER_WRITE)) {
                throw new UserError("others may read the token in " + file, "chmod 600 " + file);
            }
            return AccessToken.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw UserError.usage(
                    "cannot read the token in " + file + ": " + IoErrors.reason(e),
                    "make one: (umask 077; openssl rand -hex 24 >" + file + ")");
        }
    }
}
