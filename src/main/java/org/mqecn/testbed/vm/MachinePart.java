// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.Part;
import org.mqecn.testbed.Standing;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.Truth;
import org.mqecn.testbed.Typed;

/**
 * A virtual machine that runs.
 *
 * @param namespace in which its taps are
 * @param line how it is started; what runs its instructions is chosen when that is done
 */
record MachinePart(String namespace, QemuCommandLine line) implements Part {
    @Override
    public String name() {
        return "machine " + line.host().name();
    }

    @Override
    public Standing look(Truth truth) {
        if (truth.lacks(trace().orElseThrow())) {
            return Standing.MISSING;
        }
        return new MachineCommands(truth.machine()).process(line.files())
                .map(process -> Standing.with(differences(process))).orElse(Standing.MISSING);
    }

    private List<String> differences(MachineProcess process) {
        List<String> wanted = with(process.accelerator()).words();
        List<String> extra = new ArrayList<>(process.words());
        wanted.forEach(extra::remove);
        List<String> missing = new ArrayList<>(wanted);
        process.words().forEach(missing::remove);
        return missing.isEmpty() && extra.isEmpty() ? List.of()
                : List.of("it runs with '" + String.join(" ", extra) + "' in place of '" + String.join(" ", missing)
                        + "'");
    }

    private QemuCommandLine with(Accelerator accelerator) {
        return new QemuCommandLine(line.files(), line.host(), line.image(), accelerator, line.cards(), line.videos());
    }

    @Override
    public List<Command> make(Truth truth) {
        return List.of(Command.of("mkdir", "-p", line.files().running().toString()),
                new Typed(namespace).inside(Command.of(with(Accelerator.of(truth.machine())).words())));
    }

    @Override
    public List<Command> mend(Truth truth) {
        return List.of();
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.of(MachineTrace.of(line.files().testbed(), line.host().name()));
    }
}
