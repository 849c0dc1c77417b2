// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;

/** A sysctl that was changed. It gets its old value back where nobody has changed it since. */
final class SysctlTrace implements TraceKind {
    static final String TYPE = "sysctl";

    private static final String NAMESPACE = "namespace";
    private static final String KEY = "key";
    private static final String VALUE = "value";
    private static final String OLD = "old";

    /** @param namespace the empty name for the machine's own */
    static Trace of(String namespace, String key, String value) {
        return new Trace(TYPE, Map.of(NAMESPACE, namespace, KEY, key, VALUE, value));
    }

    static Command set(String namespace, String key, String value) {
        return new Typed(namespace).inside(Command.of("sysctl", "-qw", key + "=" + value));
    }

    @Override
    public Found find(Trace trace, Truth truth) {
        boolean same = truth.sysctl(trace.fact(NAMESPACE), trace.fact(KEY)).filter(trace.fact(VALUE)::equals)
                .isPresent();
        return same && !trace.fact(VALUE).equals(trace.fact(OLD)) ? Found.OURS : Found.ABSENT;
    }

    @Override
    public List<Command> remove(Trace trace, Truth truth) {
        return List.of(set(trace.fact(NAMESPACE), trace.fact(KEY), trace.fact(OLD)));
    }

    @Override
    public Map<String, String> before(Trace trace, Truth truth) {
        return truth.sysctl(trace.fact(NAMESPACE), trace.fact(KEY)).map(value -> Map.of(OLD, value)).orElse(Map.of());
    }

    @Override
    public List<String> shared() {
        return List.of(NAMESPACE, KEY, VALUE);
    }

    @Override
    public Optional<String> contradiction(Trace trace, Trace other) {
        boolean same = trace.fact(NAMESPACE).equals(other.fact(NAMESPACE)) && trace.fact(KEY).equals(other.fact(KEY));
        return same && !trace.fact(VALUE).equals(other.fact(VALUE))
                ? Optional.of("sysctl " + trace.fact(KEY) + ": " + trace.fact(VALUE) + " here, " + other.fact(VALUE))
                : Optional.empty();
    }

    @Override
    public String goesWith(Trace trace) {
        return trace.fact(NAMESPACE);
    }
}
