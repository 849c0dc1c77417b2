// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.util.concurrent.Callable;
import org.mqecn.cli.common.ChangeOptions;
import org.mqecn.host.PendingChange;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "confirm",
        description = {
            "Confirm the change of 'mqecn apply --confirm TIME' or 'mqecn edit --confirm TIME', which is undone otherwise.",
            "",
            "A change that was interrupted, as its process was killed, can also be confirmed or undone. 'mqecn diff' tells of "
                    + "it.",
            "",
            "Exit status 1 if no change waits for confirmation, because it has been undone already.%n"
        })
public final class ConfirmCommand implements Callable<Integer> {
    @Option(names = "--roll-back", description = "Undo the change now.")
    private boolean rollBack;

    private final ChangeOptions changeOptions = new ChangeOptions();

    @Spec
    private CommandSpec spec;

    public CommandLine commandLine() {
        return changeOptions.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        return changeOptions.execute(spec.commandLine(), rollBack ? PendingChange::rollBack : PendingChange::confirm);
    }
}
