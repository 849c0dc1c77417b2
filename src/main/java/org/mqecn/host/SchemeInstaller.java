// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.SchemeRole;
import org.mqecn.value.UserError;

/** Adds marking schemes to this machine, as modules of the running kernel, and removes them. */
public final class SchemeInstaller {
    private final ChangeContext context;
    private final KernelModule module;
    private final AddedSchemes added;

    public SchemeInstaller(ChangeContext context) {
        this.context = context;
        this.module = context.module(QdiscKind.DWRR);
        this.added = new AddedSchemes(context.machine());
    }

    /**
     * Builds the module of a scheme for the running kernel and installs it.
     *
     * @throws UserError if it declares something wrong, if headers or tools are missing, or if it does not compile
     */
    public ChangeOutcome install(SchemeSource source) {
        SchemeRole role = source.declared().role();
        CommandPlan commandPlan = module.buildScheme(source.file());
        context.progress().accept(module.buildProgress());
        List<String> warnings = context.execute("install modules", commandPlan, () -> {});
        return new ChangeOutcome(
                true,
                "the scheme " + source.name() + " is built and installed for this kernel: 'mqecn install DEV "
                        + role.option() + " " + source.name() + "' uses it",
                commandPlan.shellLines(),
                warnings);
    }

    /**
     * Removes a scheme from this machine and from those of the user.
     *
     * @throws UserError if a port uses it
     */
    public ChangeOutcome remove(String scheme) {
        CommandPlan commandPlan = module.removeScheme(scheme);
        boolean own = added.find(scheme).isPresent();
        if (commandPlan.isEmpty() && !own) {
            return ChangeOutcome.unchanged("no scheme " + scheme + " was added");
        }
        if (!commandPlan.isEmpty()) {
            requireUnused(scheme);
            context.execute("remove modules", commandPlan, () -> {});
        }
        if (!context.dryRun()) {
            added.remove(scheme);
        }
        return new ChangeOutcome(
                true, "the scheme " + scheme + " is removed; its folder stays", commandPlan.shellLines(), List.of());
    }

    private void requireUnused(String scheme) {
        int users = KernelModule.users(context.machine(), AddedSchemes.module(scheme))
                .orElse(0);
        if (users > 0) {
            SchemeRole role = ModuleSchemes.find(scheme).map(DwrrScheme::role).orElse(SchemeRole.MARKING);
            throw new UserError(
                    "the scheme " + scheme + " is in use by " + users + (users == 1 ? " port" : " ports"),
                    "give them another with 'mqecn set DEV " + role.keyword() + " …', or remove them");
        }
    }
}
