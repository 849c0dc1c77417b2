// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mqecn.host.Command;
import org.mqecn.host.Machine;

/** A kernel module that was loaded. Where others have come to use it, it stays. */
final class ModuleTrace implements TraceKind {
    static final String TYPE = "module";

    private static final String NAME = "name";

    static Trace of(String name) {
        return new Trace(TYPE, Map.of(NAME, name));
    }

    private static Path folder(String name, Machine machine) {
        return machine.root().resolve("sys/module").resolve(name);
    }

    static boolean isLoaded(String name, Truth truth) {
        return Files.exists(folder(name, truth.machine()).resolve("refcnt"));
    }

    @Override
    public Found find(Trace trace, Truth truth) {
        boolean unused = Machine.read(folder(trace.fact(NAME), truth.machine()).resolve("refcnt"))
                .filter("0"::equals).isPresent();
        return unused ? Found.OURS : Found.ABSENT;
    }

    @Override
    public List<Command> remove(Trace trace, Truth truth) {
        return List.of(Command.of("rmmod", trace.fact(NAME)));
    }

    @Override
    public List<String> shared() {
        return List.of(NAME);
    }
}
