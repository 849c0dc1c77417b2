// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;

/** A kernel for guests, and how the host runs it. */
interface GuestKernel {
    /** Output of {@code uname -r} in the guest. */
    String release();

    /** Whether reports in its log fail a run. */
    boolean reportsBugs();

    /** Whether kmemleak searches for leaks after the command. */
    boolean findsLeaks();

    /** The line of fstab that mounts the writable folder of a run on {@code /out}, below a root directory. */
    String outputMount(String root);

    /** Reserves what a guest needs and composes its command line. */
    GuestCommandLine commandLine(GuestSpec spec, GuestPrograms programs, GuestRunFolder run) throws IOException;
}
