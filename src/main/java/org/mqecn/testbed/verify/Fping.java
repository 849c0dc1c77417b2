// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.host.CommandResult;
import org.mqecn.value.UserError;

/** ICMP echo requests to many addresses at once, with one process of fping for each host. */
final class Fping {
    private static final int MAX_EXIT_STATUS = 255;
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(300);
    private static final int MIN_RETRIES = 2;
    private static final int MAX_RETRIES = 20;
    private static final double MAX_FAILURE_RATIO = 1e-6;

    private Fping() {}

    /**
     * Returns the addresses that answer a host. Waits and repeats as the delay and the loss of the paths require.
     *
     * @param paths to the addresses
     * @param options for fping
     * @throws UserError if the host has no fping
     */
    static Set<String> reachableAddresses(
            VerifyContext context, HostAccess hostAccess, List<NetworkPath> paths, List<String> options) {
        if (paths.isEmpty()) {
            return Set.of();
        }
        List<String> command = new ArrayList<>(List.of("fping", "-a", "-q", "-i", "1", "-B", "1", "-r"));
        command.add(Integer.toString(retries(paths)));
        command.add("-t");
        command.add(Long.toString(MIN_TIMEOUT.plus(longestRtt(context, paths)).toMillis()));
        command.addAll(options);
        paths.forEach(path -> command.add(path.address()));
        CommandResult result = hostAccess.run(command);
        if (result.exitStatus() > 2 && result.exitStatus() <= MAX_EXIT_STATUS) {
            throw new UserError(
                    "fping failed on " + hostAccess.name() + ": "
                            + result.errors().strip(),
                    "");
        }
        return result.output().lines().map(String::strip).collect(Collectors.toSet());
    }

    private static Duration longestRtt(VerifyContext context, List<NetworkPath> paths) {
        return paths.stream()
                .map(context::baseRtt)
                .max(Duration::compareTo)
                .orElseThrow()
                .multipliedBy(2);
    }

    /** So many that an answer is lost each time with a probability of less than one in a million. */
    private static int retries(List<NetworkPath> paths) {
        double loss = paths.stream()
                .mapToDouble(NetworkPath::roundTripLossRatio)
                .max()
                .orElse(0);
        return loss <= 0
                ? MIN_RETRIES
                : (int) Math.max(MIN_RETRIES, Math.min(MAX_RETRIES, Math.log(MAX_FAILURE_RATIO) / Math.log(loss)));
    }
}
