// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.scheme;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.cli.view.SchemeView;
import org.mqecn.netlink.SchemeDescriptions;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = {
            "Show a marking scheme or a buffer policy: its paper, and its parameters with ranges and defaults.",
            "",
            "The kernel loads its module if needed and allowed.%n"
        })
final class SchemeShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SCHEME", description = "Name of the scheme; 'mqecn scheme list' lists them.")
    private String name;

    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        DwrrScheme scheme = read();
        if (output.isJson()) {
            try (JsonWriter json = new JsonWriter(out)) {
                json.object(() -> SchemeView.writeFields(json, scheme));
            }
        } else {
            SchemeView.print(scheme, out);
        }
        return ExitCode.SUCCESS;
    }

    /** Asks the kernel; what it does not know may be a scheme whose module is not loaded. */
    private DwrrScheme read() {
        try (SchemeDescriptions kernel = new SchemeDescriptions()) {
            return kernel.require(name);
        } catch (UserError e) {
            return ModuleSchemes.find(name).orElseThrow(() -> e);
        }
    }
}
