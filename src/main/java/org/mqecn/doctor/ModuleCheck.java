// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.Optional;
import org.mqecn.host.KernelModule.Availability;

/**
 * Whether a module is loaded or can be: built, for this kernel, of this version, signed if the kernel wants that.
 *
 * @param versionWarning if the loaded module has another version than mqecn
 */
record ModuleCheck(String name, boolean loaded, Optional<String> versionWarning, Availability availability)
        implements HealthCheck {
    @Override
    public Judgement judge() {
        String source = "/sys/module/" + name;
        if (versionWarning.isPresent()) {
            String[] factAndRemedy = versionWarning.get().split(": ", 2);
            return Judgement.warning(factAndRemedy[0], source, factAndRemedy[1]);
        }
        if (loaded) {
            return Judgement.ok(name + " is loaded", source);
        }
        return availability.isAvailable()
                ? Judgement.ok(name + " is not loaded, and can be", availability.object())
                : Judgement.failure(
                        name + " cannot be loaded: " + availability.reason(), "/lib/modules", availability.remedy());
    }
}
