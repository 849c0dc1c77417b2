// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.TestbedManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        sortOptions = false,
        description = {"List the running testbeds.", ""})
final class TestbedListCommand implements Callable<Integer> {
    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        TestbedManager testbedManager = TestbedOption.managerOf(LocalMachine.current());
        List<String> names = testbedManager.names();
        if (output.isJson()) {
            try (JsonWriter json = new JsonWriter(spec.commandLine().getOut())) {
                json.array(() -> {
                    for (String name : names) {
                        json.object(() -> {
                            json.field("testbed", name);
                            json.field(
                                    "complete", testbedManager.appliedFile(name).isPresent());
                        });
                    }
                });
            }
            return ExitCode.SUCCESS;
        }
        names.forEach(name -> spec.commandLine()
                .getOut()
                .println(name
                        + (testbedManager.appliedFile(name).isPresent()
                                ? ""
                                : " (incomplete: 'mqecn testbed down' removes it)")));
        return ExitCode.SUCCESS;
    }
}
