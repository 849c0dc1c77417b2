// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether mqecn is tested with the version of tc.
 *
 * @param version {@code tc utility, iproute2-6.1.0, libbpf 1.1.2}; empty if there is no tc
 */
record Iproute2Check(String version) implements HealthCheck {
    private static final Pattern VERSION = Pattern.compile("iproute2-(?:ss)?(\\d{1,6})\\.?(\\d{0,4})");
    private static final int OLDEST_MAJOR = 6;
    private static final int OLDEST_MINOR = 1;
    /** Versions before 5.0 are dates: {@code iproute2-ss190107}. */
    private static final int FIRST_DATE = 10_000;

    private static final String SOURCE = "tc -V";

    @Override
    public Judgement judge() {
        if (version.isEmpty()) {
            return Judgement.failure("iproute2 is missing", SOURCE, "'apt-get install iproute2'");
        }
        Matcher number = VERSION.matcher(version);
        if (!number.find()) {
            return Judgement.warning(
                    "unknown version of iproute2: " + version, SOURCE, "install iproute2 " + oldest() + " or later");
        }
        String text = number.group().substring("iproute2-".length());
        return isBefore(Integer.parseInt(number.group(1)), number.group(2))
                ? Judgement.warning(
                        "iproute2 " + text + " is older than " + oldest() + ", the oldest that is tested",
                        SOURCE,
                        "install iproute2 " + oldest() + " or later: Debian 12 has it")
                : Judgement.ok("iproute2 " + text, SOURCE);
    }

    private static String oldest() {
        return OLDEST_MAJOR + "." + OLDEST_MINOR;
    }

    private static boolean isBefore(int major, String minor) {
        return major >= FIRST_DATE
                || major < OLDEST_MAJOR
                || major == OLDEST_MAJOR && (minor.isEmpty() ? 0 : Integer.parseInt(minor)) < OLDEST_MINOR;
    }
}
