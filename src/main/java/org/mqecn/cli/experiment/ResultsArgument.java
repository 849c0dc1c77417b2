// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.nio.file.Path;
import org.mqecn.cli.common.Messages;
import org.mqecn.result.ResultLayout;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** The argument of verbs that read results. */
final class ResultsArgument {
    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "Results directory of 'mqecn run' (default: the newest in results).")
    private Path folder;

    Path folder(CommandLine command) {
        if (folder != null) {
            return folder;
        }
        Path newest = ResultLayout.newest(ResultLayout.PARENT);
        Messages.print(command, "newest results: " + newest);
        return newest;
    }
}
