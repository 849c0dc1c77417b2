// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.schema.TextFile;
import org.mqecn.topology.PortFile;
import org.mqecn.topology.PortSpec;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * Edits a file of ports, as visudo edits sudoers: the user changes a copy, the change is applied, and only then does the
 * copy replace the file.
 */
public final class PortEditor {
    /** What the user sees and answers. */
    public interface Dialog {
        /** Shows what a change will do. */
        void show(List<PortDifference> differences);

        /** Shows an error, and asks whether to edit the file again. */
        boolean editAgain(UserError error);
    }

    private final ChangeContext context;
    private final String editor;
    private final Dialog dialog;
    private final Optional<Duration> confirmationTime;

    /**
     * @param editor command of a text editor, for a shell
     * @param confirmationTime after which the change is undone unless it is confirmed
     */
    public PortEditor(ChangeContext context, String editor, Dialog dialog, Optional<Duration> confirmationTime) {
        this.context = context;
        this.editor = editor;
        this.dialog = dialog;
        this.confirmationTime = confirmationTime;
    }

    /**
     * Edits a file.
     *
     * @param initial its text if it does not exist
     * @throws UserError if the change cannot be made, and the user gives up
     */
    public ChangeOutcome edit(Path file, String initial) {
        String before = Files.exists(file) ? PortEditor.read(file) : initial;
        try {
            Path copy = Files.createTempFile("mqecn-", ".yaml");
            Files.writeString(copy, before);
            return edit(file, before, copy);
        } catch (IOException e) {
            throw new UserError("cannot write a copy of " + file + ": " + IoErrors.reason(e), "");
        }
    }

    private ChangeOutcome edit(Path file, String before, Path copy) throws IOException {
        while (true) {
            runEditor(copy);
            String text = read(copy);
            if (text.equals(before)) {
                Files.delete(copy);
                return ChangeOutcome.unchanged(file + " was not edited");
            }
            try {
                ChangeOutcome outcome = install(file, before, text);
                Files.delete(copy);
                return outcome;
            } catch (UserError e) {
                if (!dialog.editAgain(e)) {
                    throw new UserError(file + " and the ports are unchanged", "the edited text is in " + copy);
                }
            }
        }
    }

    private void runEditor(Path copy) {
        int status = context.runner().runAttached(List.of("sh", "-c", editor + " \"$@\"", editor, copy.toString()));
        if (status != 0) {
            throw new UserError(
                    "the editor '" + editor + "' failed with exit status " + status,
                    "nothing was changed; VISUAL or EDITOR name another");
        }
    }

    private ChangeOutcome install(Path file, String before, String text) {
        PortFile edited = PortFile.of(file.toString(), text);
        PortFiles.withOthers(edited, file, context.machine().portFolder()).requireValid();
        PortApplier portApplier = new PortApplier(context, edited.ports(), false);
        dialog.show(portApplier.differences());
        EditedFile editedFile = new EditedFile(file, before, text);
        ChangeOutcome outcome =
                portApplier.apply(confirmationTime.map(time -> new Confirmation(time, Optional.of(editedFile))));
        boolean waits = confirmationTime.isPresent() && outcome.changed();
        List<String> commands = new ArrayList<>(outcome.commands());
        if (!waits) {
            commands.add(Command.installFile(file.toString(), text).shellLine());
            if (!context.dryRun()) {
                editedFile.install();
            }
        }
        return new ChangeOutcome(
                true,
                waits
                        ? outcome.summary() + "; that saves " + file
                        : outcome.changed() ? outcome.summary() : file + " saved; " + outcome.summary(),
                commands,
                Stream.concat(outcome.warnings().stream(), forgotten(before, edited, file))
                        .toList());
    }

    /** Warns of ports that stay although their file no longer has them. */
    private static Stream<String> forgotten(String before, PortFile edited, Path file) {
        List<String> names = edited.ports().stream().map(PortSpec::name).toList();
        return PortFile.of(file.toString(), before).ports().stream()
                .filter(port -> port.request().isPresent() && !names.contains(port.name()))
                .map(port -> port.name() + " is no longer in " + file + " but stays a port: 'mqecn remove "
                        + port.name() + "' removes it");
    }

    private static String read(Path file) {
        return TextFile.readExpected(file, "");
    }
}
