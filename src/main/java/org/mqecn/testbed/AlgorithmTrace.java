// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.host.Command;

/**
 * A congestion control that namespaces were allowed to choose. The list of those is the whole machine's; what others
 * have put there since stays.
 */
final class AlgorithmTrace implements TraceKind {
    static final String TYPE = "congestion-control";
    static final String ALLOWED = "net.ipv4.tcp_allowed_congestion_control";

    private static final String NAME = "name";

    static Trace of(String name) {
        return new Trace(TYPE, Map.of(NAME, name));
    }

    private static Stream<String> allowed(Truth truth) {
        return words(ALLOWED, truth);
    }

    private static Stream<String> words(String key, Truth truth) {
        return Arrays.stream(truth.sysctl("", key).orElse("").split(" ")).filter(word -> !word.isEmpty());
    }

    /** Whether the kernel has it now. */
    static boolean isAvailable(String name, Truth truth) {
        return words("net.ipv4.tcp_available_congestion_control", truth).anyMatch(name::equals);
    }

    static boolean isAllowed(String name, Truth truth) {
        return allowed(truth).anyMatch(name::equals);
    }

    /** What allows it, and others that were allowed since the truth was read. */
    static Command allow(String name, List<String> others, Truth truth) {
        return SysctlTrace.set("", ALLOWED, Stream.of(allowed(truth), others.stream(), Stream.of(name))
                .flatMap(names -> names).distinct().collect(Collectors.joining(" ")));
    }

    @Override
    public Found find(Trace trace, Truth truth) {
        return isAllowed(trace.fact(NAME), truth) ? Found.OURS : Found.ABSENT;
    }

    @Override
    public List<Command> remove(Trace trace, Truth truth) {
        return List.of(SysctlTrace.set("", ALLOWED, allowed(truth).filter(name -> !name.equals(trace.fact(NAME)))
                .collect(Collectors.joining(" "))));
    }

    @Override
    public List<String> shared() {
        return List.of(NAME);
    }
}
