// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

/** CoDel (RFC 8289, section 5) where a packet is marked instead of dropped. Times are in ns. */
final class CodelState {
    private static final int RECENT_INTERVALS = 16;

    private long firstAboveTime;
    private long markNext;
    private long count;
    private long lastcount;
    private boolean marking;

    /** Whether to mark the packet that is dequeued now, given whether its sojourn time is above the target. */
    boolean marks(boolean above, long interval, long now) {
        if (!okToMark(above, interval, now)) {
            marking = false;
            return false;
        }
        if (!marking) {
            enterMarking(interval, now);
            return true;
        }
        if (now < markNext) {
            return false;
        }
        count++;
        markNext += controlLaw(interval);
        return true;
    }

    private boolean okToMark(boolean above, long interval, long now) {
        if (!above) {
            firstAboveTime = 0;
            return false;
        }
        if (firstAboveTime == 0) {
            firstAboveTime = now + interval;
            return false;
        }
        return now >= firstAboveTime;
    }

    private void enterMarking(long interval, long now) {
        long delta = count - lastcount;
        boolean recent = now - markNext < RECENT_INTERVALS * interval;
        count = recent && delta > 1 ? delta : 1;
        lastcount = count;
        markNext = now + controlLaw(interval);
        marking = true;
    }

    /** interval / sqrt(count), the root with 16 fractional bits. */
    private long controlLaw(long interval) {
        return (interval << 16) / (long) Math.sqrt((double) (count << 32));
    }
}
