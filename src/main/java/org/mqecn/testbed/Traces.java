// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.List;
import java.util.Map;
import org.mqecn.port.UserError;
import org.mqecn.testbed.ovs.DaemonTrace;
import org.mqecn.testbed.ovs.OvsTrace;
import org.mqecn.testbed.vm.FileTrace;
import org.mqecn.testbed.vm.MachineTrace;
import org.mqecn.testbed.vm.MountTrace;
import org.mqecn.testbed.vm.TapTrace;

/** The types of traces, and what is to be known about each. */
final class Traces {
    private static final Map<String, TraceKind> KINDS = Map.ofEntries(
            Map.entry(NamespaceTrace.TYPE, new NamespaceTrace()),
            Map.entry(LinkTrace.TYPE, new LinkTrace()),
            Map.entry(SysctlTrace.TYPE, new SysctlTrace()),
            Map.entry(AlgorithmTrace.TYPE, new AlgorithmTrace()),
            Map.entry(ModuleTrace.TYPE, new ModuleTrace()),
            Map.entry(ProcessTrace.TYPE, new ProcessTrace()),
            Map.entry(DaemonTrace.TYPE, new DaemonTrace()),
            Map.entry(OvsTrace.TYPE, new OvsTrace()),
            Map.entry(TapTrace.TYPE, new TapTrace()),
            Map.entry(FileTrace.TYPE, new FileTrace()),
            Map.entry(MachineTrace.TYPE, new MachineTrace()),
            Map.entry(MountTrace.TYPE, new MountTrace()));

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

    /** Whether an entry and a trace are of one thing that testbeds share. */
    static boolean isShared(Entry entry, Trace other) {
        List<String> common = kind(other).shared();
        return !common.isEmpty() && entry.trace().type().equals(other.type())
                && common.stream().allMatch(name -> entry.trace().fact(name).equals(other.fact(name)));
    }
}
