// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import org.mqecn.host.Accelerator;

/**
 * A distribution's unchanged kernel in a virtual machine: any number of processors, in real time.
 *
 * @param accelerator that executes its instructions
 */
record QemuMachine(StockKernel stockKernel, Accelerator accelerator) implements GuestKernel {
    @Override
    public String release() {
        return stockKernel.release();
    }

    @Override
    public boolean reportsBugs() {
        return true;
    }

    @Override
    public boolean findsLeaks() {
        return false;
    }

    @Override
    public String outputMount(String root) {
        return "out " + root + "/out 9p X-mount.mkdir,trans=virtio,version=9p2000.L,cache=none,msize=512000\n";
    }

    @Override
    public GuestCommandLine commandLine(GuestSpec spec, GuestPrograms programs, GuestRunFolder run) {
        return new QemuMachineCommandLine(stockKernel, accelerator, spec, programs, run);
    }
}
