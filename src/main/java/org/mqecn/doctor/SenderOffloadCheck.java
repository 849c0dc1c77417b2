// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.List;
import java.util.stream.Collectors;
import org.mqecn.host.GsoSource;

/** Whether other devices make GSO packets of what goes to a port: senders that can be seen, and devices that forward. */
record SenderOffloadCheck(List<GsoSource> gsoSources) implements HealthCheck {
    private static final String SOURCE = "ethtool -k";

    @Override
    public Judgement judge() {
        return gsoSources.isEmpty()
                ? Judgement.ok("no sender that can be seen makes GSO packets", SOURCE)
                : Judgement.warning(
                        gsoSources.stream().map(GsoSource::fact).collect(Collectors.joining("; ")),
                        SOURCE,
                        gsoSources.stream()
                                .map(each -> "'" + each.command() + "'")
                                .collect(Collectors.joining(", ")));
    }
}
