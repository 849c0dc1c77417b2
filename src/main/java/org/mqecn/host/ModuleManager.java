// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.UserError;

/** Changes to the kernel module: builds, loads and unloads it. */
public final class ModuleManager {
    private final ChangeContext context;
    private final QdiscKind kind;
    private final KernelModule module;

    /** @param kind of qdisc of the module */
    public ModuleManager(ChangeContext context, QdiscKind kind) {
        this.context = context;
        this.kind = kind;
        this.module = context.module(kind);
    }

    /**
     * Builds the module for the running kernel.
     *
     * @throws UserError if sources, headers or tools are missing, or the build fails
     */
    public ChangeOutcome build() {
        if (module.isBuilt()) {
            return ChangeOutcome.unchanged("the module is built for this kernel and installed");
        }
        CommandPlan commandPlan = module.build();
        if (!context.dryRun()) {
            context.progress().accept(module.buildProgress());
            commandPlan.run(context.runner(), () -> {
                if (!module.isBuilt()) {
                    throw new UserError("the build left no module", "see the output of make");
                }
            });
        }
        return new ChangeOutcome(true, "the modules are built and installed", commandPlan.shellLines(), List.of());
    }

    /**
     * Loads the module.
     *
     * @throws UserError if it cannot be loaded
     */
    public ChangeOutcome load(boolean legacyTbf) {
        if (legacyTbf && kind != QdiscKind.DWRR) {
            throw UserError.usage(
                    "--legacy-tbf belongs to dwrr: " + kind.keyword() + " does not impersonate tbf",
                    "leave out --legacy-tbf, or --qdisc " + kind.keyword());
        }
        if (module.isLoaded()) {
            if (legacyTbf && !module.isLegacy()) {
                throw new UserError(
                        "the module is loaded already and does not impersonate tbf",
                        "'mqecn module unload', then 'mqecn module load --legacy-tbf'");
            }
            return ChangeOutcome.unchanged("the module is loaded");
        }
        CommandPlan commandPlan = module.load(legacyTbf);
        context.execute("load the module", commandPlan, () -> {
            if (!module.isLoaded() || legacyTbf && !module.isLegacy()) {
                throw new UserError("the module was loaded, but is not there", "see the kernel log: dmesg");
            }
        });
        return new ChangeOutcome(
                true,
                "the module is loaded" + (legacyTbf ? " and impersonates tbf" : ""),
                commandPlan.shellLines(),
                List.of());
    }

    /**
     * Unloads the module.
     *
     * @throws UserError if ports use it
     */
    public ChangeOutcome unload() {
        if (!module.isLoaded()) {
            return ChangeOutcome.unchanged("the module is not loaded");
        }
        CommandPlan commandPlan = module.unload();
        context.execute("unload the module", commandPlan, () -> {});
        if (!context.dryRun()) {
            context.stateStore().remove(module);
        }
        return new ChangeOutcome(true, "the module is unloaded", commandPlan.shellLines(), List.of());
    }
}
