// SPDX-License-Identifier: Apache-2.0
package org.mqecn.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mqecn.documentation.CommandBlock.DocumentedCommand;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.TestLimits;

/**
 * Runs the commands of a document from top to bottom, as they are written. Commands that change the machine share one
 * guest, in which {@code sudo} does nothing and eth0, eth1 and eth2 are veth devices; those that start guests
 * themselves (marked {@code lab}) share a folder of this machine. {@code -Dmqecn.document=tutorial} selects documents.
 */
@Tag("lab")
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
final class DocumentationLabTest {
    private static final Path CHECKOUT = Path.of("").toAbsolutePath();
    private static final Path WORK = CHECKOUT.resolve("target/documentation");
    private static final String MARK = "\u0001";

    /** eth0, eth1 and eth2 are connected to the hosts h0, h1 and h2. The working folder has the files of the checkout. */
    private static final String PROLOGUE =
            """
            exec 2>&1
            printf '#!/bin/sh\\nexec "$@"\\n' >/usr/local/bin/sudo; chmod +x /usr/local/bin/sudo
            for i in 0 1 2; do
                ip netns add h$i
                ip link add eth$i type veth peer name eth0 netns h$i
                ip addr add 192.0.2.$((64 * i + 1))/26 dev eth$i
                ip link set eth$i up
                ip -n h$i addr add 192.0.2.$((64 * i + 2))/26 dev eth0
                ip -n h$i link set eth0 up gso_max_segs 1
                ip -n h$i route add default via 192.0.2.$((64 * i + 1))
            done
            sysctl -qw net.ipv4.ip_forward=1
            mkdir /run/checkout; ln -s '%s'/* /run/checkout/; cd /run/checkout
            """;

    static List<Path> documents() {
        return Stream.concat(Documents.markdown().stream(), Documents.manuals().stream())
                .filter(file -> file.toString().contains(System.getProperty("mqecn.document", "")))
                .filter(file -> CommandBlock.read(file).stream().anyMatch(DocumentationLabTest::isRun))
                .toList();
    }

    private static boolean isRun(CommandBlock block) {
        return block.notRun().isEmpty();
    }

    @BeforeAll
    static void makeFolder() throws IOException {
        Files.createDirectories(WORK);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void commandsWorkAsWritten(Path document) throws IOException {
        List<CommandBlock> blocks = CommandBlock.read(document).stream()
                .filter(DocumentationLabTest::isRun)
                .toList();
        Path folder = Files.createTempDirectory(WORK, document.getFileName().toString());
        runInGuest(blocks.stream().filter(block -> !block.inLab()).toList(), folder);
        runHere(blocks.stream().filter(CommandBlock::inLab).toList(), folder);
    }

    private static void runInGuest(List<CommandBlock> blocks, Path folder) throws IOException {
        if (blocks.isEmpty()) {
            return;
        }
        Path script = Files.writeString(folder.resolve("guest.sh"), PROLOGUE.formatted(CHECKOUT) + script(blocks));
        Guest guest = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);
        GuestResult result = guest.run(GuestSpec.of(List.of("bash", script.toString()), folder.resolve("out"))
                .withLimit(TestLimits.GUEST));
        check(blocks, result.output(), result.exitStatus(), result.errors());
    }

    private static void runHere(List<CommandBlock> blocks, Path folder) throws IOException {
        if (blocks.isEmpty()) {
            return;
        }
        assertTrue(
                blocks.stream().flatMap(block -> block.commands().stream()).noneMatch(command -> command.text()
                        .matches("(?s).*\\bsudo\\b.*")),
                "a lab block needs no root");
        String prologue =
                """
                exec 2>&1 </dev/null
                export PATH='%1$s/cli':"$PATH" MQECN_SCHEMES="$PWD/schemes"
                ln -s '%1$s'/* .
                """
                        .formatted(CHECKOUT);
        Path script = Files.writeString(folder.resolve("host.sh"), prologue + script(blocks));
        Path here = Files.createDirectories(folder.resolve("checkout"));
        CommandResult result = new CommandRunner().capture(Command.of("bash", script.toString()), here);
        check(blocks, result.output(), result.exitStatus(), result.errors());
    }

    /** All commands in one shell, which exits at the first failure. A marker precedes and follows the output of each. */
    private static String script(List<CommandBlock> blocks) {
        StringBuilder script = new StringBuilder("set -e -o pipefail\n");
        for (CommandBlock block : blocks) {
            for (DocumentedCommand command : block.commands()) {
                script.append("printf '\\001%s\\n'\n".formatted(block.location(command)))
                        .append(endless(command.text()))
                        .append('\n');
            }
        }
        return script.append("printf '\\001end\\n'\n").toString();
    }

    /** A command that runs until it is interrupted gets SIGINT after three seconds. */
    private static String endless(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            lines.add(
                    line.contains("--watch")
                            ? "{ timeout --signal=INT 3 " + line.replaceFirst("\\s#.*", "") + " || :; }"
                            : line);
        }
        return String.join("\n", lines);
    }

    private static void check(List<CommandBlock> blocks, String output, int status, String errors) {
        String[] parts = output.split(MARK);
        assertTrue(
                status == 0 && parts[parts.length - 1].startsWith("end"),
                () -> "exit status " + status + " of the commands at " + parts[parts.length - 1] + errors);
        int part = 1;
        List<String> differences = new ArrayList<>();
        for (CommandBlock block : blocks) {
            for (DocumentedCommand command : block.commands()) {
                String text = parts[part++];
                String printed = text.substring(text.indexOf('\n') + 1);
                command.output()
                        .flatMap(shown -> OutputShape.difference(shown, printed))
                        .ifPresent(difference ->
                                differences.add(block.location(command) + ": " + difference + "\n" + printed));
            }
        }
        assertEquals("", String.join("\n", differences));
    }
}
