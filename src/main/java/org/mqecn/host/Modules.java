// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.UserError;

/** Changes to the kernel module: builds, loads and unloads it. */
public final class Modules {
    private final Session session;
    private final QdiscKind kind;
    private final KernelModule module;

    /** @param kind of port that the module brings */
    public Modules(Session session, QdiscKind kind) {
        this.session = session;
        this.kind = kind;
        this.module = session.module(kind);
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
        Plan plan = module.build();
        if (!session.dryRun()) {
            plan.run(session.runner(), () -> {
                if (!module.isBuilt()) {
                    throw new UserError("the build left no module", "look at what make says");
                }
            });
        }
        return new Outcome(true, "the module is built", plan.lines(), List.of());
    }

    /**
     * Loads the module.
     *
     * @throws UserError where it cannot be loaded
     */
    public Outcome load(boolean legacyTbf) {
        if (legacyTbf && kind != QdiscKind.DWRR) {
            throw UserError.usage("--legacy-tbf belongs to dwrr: " + kind.word() + " does not stand in for tbf",
                    "leave out --legacy-tbf, or --qdisc " + kind.word());
        }
        if (module.isLoaded()) {
            if (legacyTbf && !module.isLegacy()) {
                throw new UserError("the module is loaded already and does not stand in for tbf",
                        "'mqecn module unload', then 'mqecn module load --legacy-tbf'");
            }
            return Outcome.unchanged("the module is loaded");
        }
        Plan plan = module.load(legacyTbf);
        session.carryOut("load the module", plan, () -> {
            if (!module.isLoaded() || legacyTbf && !module.isLegacy()) {
                throw new UserError("the module was loaded, but is not there", "look at the kernel's log: dmesg");
            }
        });
        return new Outcome(true, "the module is loaded" + (legacyTbf ? " and stands in for tbf" : ""), plan.lines(),
                List.of());
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
        session.carryOut("unload the module", plan, () -> { });
        if (!session.dryRun()) {
            session.memory().forget(module);
        }
        return new Outcome(true, "the module is unloaded", plan.lines(), List.of());
    }
}
