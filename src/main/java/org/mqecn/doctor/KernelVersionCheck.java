// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the modules are tested on the kernel.
 *
 * @param release {@code uname -r}
 */
record KernelVersionCheck(String release) implements HealthCheck {
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");
    private static final int OLDEST_MAJOR = 6;
    private static final int OLDEST_MINOR = 1;
    private static final String SOURCE = "/proc/sys/kernel/osrelease";

    @Override
    public Judgement judge() {
        Matcher version = VERSION.matcher(release);
        if (version.matches() && isBefore(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)))) {
            return Judgement.warning(
                    "Linux " + release + " is older than " + OLDEST_MAJOR + "." + OLDEST_MINOR
                            + ", the oldest kernel that is tested",
                    SOURCE,
                    "boot a kernel of Debian 12 or later, or work in a guest: 'mqecn lab exec -- COMMAND'");
        }
        return Judgement.ok("Linux " + release, SOURCE);
    }

    private static boolean isBefore(int major, int minor) {
        return major < OLDEST_MAJOR || major == OLDEST_MAJOR && minor < OLDEST_MINOR;
    }
}
