// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import org.mqecn.port.UserError;

/** Changes to the kernel module: builds, loads and unloads it. */
public final class Modules {
    private final Machine machine;
    private final CommandRunner runner;
    private final boolean dryRun;
    private final KernelModule module;

    /** @param dryRun whether commands are only listed */
    public Modules(Machine machine, CommandRunner runner, boolean dryRun) {
        this.machine = machine;
        this.runner = runner;
        this.dryRun = dryRun;
        this.module = new KernelModule(machine);
    }

    /**
     * Builds the module for the running kernel.
     *
     * @throws UserError where sources, headers or tools are missing, or the build fails
     */
    public Outcome build() {
        if (module.isBuilt()) {
            return Outcome.unchanged("the module is built for this kernel");
        }
        return carryOut(module.build(), "the module is built", () -> {
            if (!module.isBuilt()) {
                throw new UserError("the build left no module", "");
            }
        });
    }

    /**
     * Loads the module.
     *
     * @throws UserError where it cannot be loaded
     */
    public Outcome load(boolean legacyTbf) {
        if (module.isLoaded()) {
            if (legacyTbf && !module.isLegacy()) {
                throw new UserError("the module is loaded already and does not stand in for tbf",
                        "'mqecn module unload', then 'mqecn module load --legacy-tbf'");
            }
            return Outcome.unchanged("the module is loaded");
        }
        Plan plan = module.load(legacyTbf);
        requireRoot("load the module");
        return carryOut(plan, "the module is loaded" + (legacyTbf ? " and stands in for tbf" : ""), () -> {
            if (!module.isLoaded() || legacyTbf && !module.isLegacy()) {
                throw new UserError("the module was loaded, but is not there", "look at the kernel's log: dmesg");
            }
        });
    }

    /**
     * Unloads the module.
     *
     * @throws UserError where ports use it
     */
    public Outcome unload() {
        if (!module.isLoaded()) {
            return Outcome.unchanged("the module is not loaded");
        }
        Plan plan = module.unload();
        requireRoot("unload the module");
        Outcome outcome = carryOut(plan, "the module is unloaded", () -> { });
        if (!dryRun) {
            new Memory(machine.memory()).forgetModule();
        }
        return outcome;
    }

    private void requireRoot(String what) {
        if (!dryRun) {
            machine.requireNetAdmin(what);
        }
    }

    private Outcome carryOut(Plan plan, String summary, Runnable check) {
        if (!dryRun) {
            plan.run(runner, check);
        }
        return new Outcome(true, summary, plan.lines(), List.of());
    }
}
