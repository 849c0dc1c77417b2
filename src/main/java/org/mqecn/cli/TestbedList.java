// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.host.Machine;
import org.mqecn.testbed.Testbeds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists testbeds that are up. */
@Command(name = "list", sortOptions = false, description = {"List the testbeds that are up.%n"})
final class TestbedList implements Callable<Integer> {
    @Mixin
    private TestbedFormat format;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Testbeds testbeds = TestbedChoice.of(Machine.local());
        List<String> names = testbeds.names();
        if (format.isJson()) {
            try (Json json = new Json(spec.commandLine().getOut())) {
                json.array(() -> {
                    for (String name : names) {
                        json.object(() -> {
                            json.field("testbed", name);
                            json.field("complete", testbeds.file(name).isPresent());
                        });
                    }
                });
            }
            return ExitCode.SUCCESS;
        }
        names.forEach(name -> spec.commandLine().getOut().println(
                name + (testbeds.file(name).isPresent() ? "" : " (did not come up whole: 'mqecn testbed down')")));
        return ExitCode.SUCCESS;
    }
}
