// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.List;
import java.util.Map;
import org.mqecn.host.Command;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.TraceKind;
import org.mqecn.testbed.Truth;

/** The process of a virtual machine. */
public final class MachineTrace implements TraceKind {
    public static final String TYPE = "machine";

    private static final String TESTBED = "testbed";
    private static final String HOST = "host";

    static Trace of(String testbed, String host) {
        return new Trace(TYPE, Map.of(TESTBED, testbed, HOST, host));
    }

    @Override
    public Found find(Trace trace, Truth truth) {
        MachineFiles files = MachineFiles.of(truth.machine(), trace.fact(TESTBED), trace.fact(HOST));
        return new MachineCommands(truth.machine()).process(files).isPresent() ? Found.OURS : Found.ABSENT;
    }

    @Override
    public List<Command> remove(Trace trace, Truth truth) {
        return List.of(MachineCommands.halting(trace.fact(TESTBED), trace.fact(HOST)));
    }
}
