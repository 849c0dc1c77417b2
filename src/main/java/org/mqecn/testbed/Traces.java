// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.Map;
import org.mqecn.port.UserError;

/** The types of traces, and what is to be known about each. */
final class Traces {
    private static final Map<String, TraceKind> KINDS = Map.of(
            NamespaceTrace.TYPE, new NamespaceTrace(),
            LinkTrace.TYPE, new LinkTrace(),
            SysctlTrace.TYPE, new SysctlTrace(),
            AlgorithmTrace.TYPE, new AlgorithmTrace(),
            ModuleTrace.TYPE, new ModuleTrace());

    private Traces() {}

    /**
     * What is to be known about a trace.
     *
     * @throws UserError where another version of mqecn left it
     */
    static TraceKind kind(Trace trace) {
        TraceKind kind = KINDS.get(trace.type());
        if (kind == null) {
            throw new UserError("the record has a trace of the unknown type '" + trace.type() + "'",
                    "take the testbed down with the version of mqecn that brought it up");
        }
        return kind;
    }
}
