// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The process of the host that is a guest. It is started in the guest's {@link GuestRunFolder}. */
interface GuestCommandLine extends AutoCloseable {
    List<String> arguments();

    Map<String, String> environment();

    /** Releases what was reserved for the guest. */
    @Override
    void close() throws IOException;
}
