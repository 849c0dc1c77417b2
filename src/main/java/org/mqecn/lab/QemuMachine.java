// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import org.mqecn.host.Accelerator;

/**
 * A virtual machine: any number of processors, in real time. Its kernel is a distribution's, unchanged, or the lab's own.
 *
 * @param accelerator that executes its instructions
 */
record QemuMachine(MachineKernel kernel, Accelerator accelerator) implements GuestKernel {
    @Override
    public String release() {
        return kernel.release();
    }

    @Override
    public boolean reportsBugs() {
        return true;
    }

    @Override
    public boolean findsLeaks() {
        return kernel.findsLeaks();
    }

    @Override
    public String outputMount(String root) {
        return "out " + root + "/out 9p X-mount.mkdir,trans=virtio,version=9p2000.L,cache=none,msize=512000\n";
    }

    @Override
    public GuestCommandLine commandLine(GuestSpec spec, GuestPrograms programs, GuestRunFolder run) {
        return new QemuMachineCommandLine(kernel, accelerator, spec, programs, run);
    }
}
