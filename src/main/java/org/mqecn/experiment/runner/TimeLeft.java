// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

/** Times for people who wait. */
public final class TimeLeft {
    private static final int MINUTE = 60;
    private static final int LAST_SECONDS = 100;
    private static final int LAST_MINUTES = 180;

    private TimeLeft() {}

    public static String format(double seconds) {
        long minutes = Math.round(seconds / MINUTE);
        return seconds < LAST_SECONDS
                ? Math.round(seconds) + " s"
                : minutes < LAST_MINUTES ? minutes + " min" : Math.round(minutes / (double) MINUTE) + " h";
    }
}
