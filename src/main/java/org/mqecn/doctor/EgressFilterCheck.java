// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.List;

/**
 * Whether filters of clsact see packets before the port: they may drop, redirect or re-mark them.
 *
 * @param filters at its egress, a line each
 */
record EgressFilterCheck(RemedyCommands commands, String device, boolean clsact, List<String> filters)
        implements HealthCheck {
    private static final String SOURCE = "tc filter show egress";

    @Override
    public Judgement judge() {
        if (filters.isEmpty()) {
            return Judgement.ok(
                    clsact ? "clsact has no egress filters" : "no clsact: nothing sees packets before the port",
                    SOURCE);
        }
        return Judgement.warning(
                "clsact filters packets before the port, and may hide them from it: " + String.join("; ", filters),
                SOURCE,
                commands.exec("tc", "filter", "show", "dev", device, "egress") + " lists them, "
                        + commands.exec("tc", "filter", "del", "dev", device, "egress") + " deletes them");
    }
}
