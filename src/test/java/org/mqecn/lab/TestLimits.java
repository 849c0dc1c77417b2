// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.time.Duration;

/** How long tests wait. */
public final class TestLimits {
    /**
     * Wall time after which a test's guest hangs. It is far above what any takes: on a busy machine with a cold cache a guest
     * takes several times as long as on an idle one, and a test never judges that.
     */
    public static final Duration GUEST = Duration.ofMinutes(45);

    private TestLimits() {}
}
