// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.mqecn.cli.common.ChangeOptions;
import org.mqecn.cli.common.Messages;
import org.mqecn.cli.view.PortDifferenceView;
import org.mqecn.host.ChangeContext;
import org.mqecn.host.PortDifference;
import org.mqecn.host.PortEditor;
import org.mqecn.host.PortFiles;
import org.mqecn.host.PortSaver;
import org.mqecn.host.Programs;
import org.mqecn.value.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "edit",
        description = {
            "Edit a file of ports and apply it.",
            "",
            "Opens a copy of the file in $VISUAL or $EDITOR, shows what differs, and applies it. The copy replaces the file if "
                    + "that succeeds, with --confirm when 'mqecn confirm' confirms the change; otherwise it can be edited again.%n"
        })
public final class EditCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DEV",
            arity = "0..1",
            description = "Device whose file in " + PortFileOptions.DEFAULT_FOLDER
                    + " is edited; a new file has the port as it is.")
    private Optional<String> device = Optional.empty();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description =
                    "File of ports, see mqecn-ports(5) (default: the one in " + PortFileOptions.DEFAULT_FOLDER + ").")
    private Optional<Path> file = Optional.empty();

    @Mixin
    private ConfirmationOption confirmation;

    private final ChangeOptions changeOptions = new ChangeOptions();

    @Spec
    private CommandSpec spec;

    public CommandLine commandLine() {
        return changeOptions.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        Optional<Duration> wait = confirmation.time();
        return changeOptions.execute(spec.commandLine(), context -> new PortEditor(
                        context, editor(), new TerminalDialog(spec.commandLine()), wait)
                .edit(file(context), initialText(context)));
    }

    private static String editor() {
        return Stream.of("VISUAL", "EDITOR")
                .map(System::getenv)
                .filter(command -> command != null && !command.isBlank())
                .findFirst()
                .orElse(Programs.isInstalled("editor") ? "editor" : "vi");
    }

    private Path file(ChangeContext context) {
        if (file.isPresent()) {
            return file.get();
        }
        Path folder = PortFileOptions.defaultFolder(context.machine(), context.namespace());
        return device.map(name -> PortFiles.findFile(folder, name)).orElseGet(() -> PortFiles.requireOnly(folder));
    }

    /** A new file has the port as it is, or one to fill in. */
    private String initialText(ChangeContext context) {
        List<String> devices = device.stream().toList();
        try {
            return new PortSaver(context, devices).text();
        } catch (UserError e) {
            return PortSaver.textWithoutPorts(devices);
        }
    }

    /** The dialog on a terminal, on standard error. */
    private record TerminalDialog(CommandLine command) implements PortEditor.Dialog {
        @Override
        public void show(List<PortDifference> differences) {
            try {
                new PortDifferenceView(command.getErr()).print(differences, false);
                command.getErr().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean editAgain(UserError error) {
            Messages.print(command, error.getMessage());
            PrintWriter err = command.getErr();
            if (!error.remedy().isEmpty()) {
                err.println("  " + error.remedy());
            }
            err.print("Edit again? [Y/n] ");
            err.flush();
            try {
                String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
                return answer != null && !answer.strip().matches("(?i)n(o)?");
            } catch (IOException e) {
                return false;
            }
        }
    }
}
