// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import org.mqecn.host.LocalMachine;

/**
 * The lab's own kernel, as a process of the host without hardware: one processor, in virtual time.
 *
 * @param host whose processors are reserved
 */
record UserModeLinux(LabKernel labKernel, LocalMachine host) implements GuestKernel {
    @Override
    public String release() {
        return labKernel.release();
    }

    @Override
    public boolean reportsBugs() {
        return labKernel.debug();
    }

    @Override
    public boolean findsLeaks() {
        return labKernel.debug();
    }

    @Override
    public String outputMount(String root) {
        return "none " + root + "/out hostfs X-mount.mkdir,/proc/self/cwd/out/.\n";
    }

    @Override
    public GuestCommandLine commandLine(GuestSpec spec, GuestPrograms programs, GuestRunFolder run) throws IOException {
        return new UserModeLinuxCommandLine(
                labKernel,
                programs,
                spec,
                PinnedCpu.acquire(host, host.cache().resolve("lab/cpus").resolve(host.name())));
    }
}
