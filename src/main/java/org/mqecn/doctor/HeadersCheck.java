// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

/**
 * Whether a module can be built.
 *
 * @param folder where the kernel's headers should be
 * @param needed whether there is no module to load, so that one must be built
 * @param remedy installs them
 */
record HeadersCheck(String folder, boolean present, boolean needed, String remedy) implements HealthCheck {
    @Override
    public Judgement judge() {
        if (present) {
            return Judgement.ok("the kernel's headers are installed", folder);
        }
        return needed
                ? Judgement.failure("the kernel's headers are missing", folder, remedy)
                : Judgement.ok("the kernel's headers are missing, and not needed: there is a module", folder);
    }
}
