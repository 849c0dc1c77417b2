// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

/**
 * A token bucket. A packet may leave if there are as many tokens as it has bytes; one that is larger than the bucket, if
 * the bucket is full, and the tokens become negative. While a packet waits, the bucket may exceed what it needs by a whole
 * bucket, so that no tokens are lost when a timer is late.
 *
 * <p>A token is 1e-9 byte, so that rate in bytes/s times time in ns is exact.
 */
final class TokenBucket {
    private static final long TOKENS_PER_BYTE = 1_000_000_000;

    private long rate;
    private long depth;
    private long tokens;
    private long needed;
    private long updated;

    /** A new bucket is full; a change keeps the tokens, up to the new depth. */
    void configure(long newRate, long bucketNs, long now) {
        if (rate == 0) {
            tokens = Long.MAX_VALUE;
        } else {
            fill(now);
        }
        rate = newRate;
        depth = rate * bucketNs;
        tokens = Math.min(tokens, depth);
        needed = 0;
        updated = now;
    }

    private void fill(long now) {
        long room = Math.max(depth + needed - tokens, 0);
        boolean overflows = Math.multiplyHigh(now - updated, rate) != 0 || (now - updated) * rate < 0;
        tokens += overflows ? room : Math.min((now - updated) * rate, room);
        updated = now;
    }

    /** The ns until a packet of so many bytes may leave. */
    long delay(long bytes, long now) {
        fill(now);
        long required = Math.min(bytes * TOKENS_PER_BYTE, depth);
        if (tokens >= required) {
            needed = 0;
            return 0;
        }
        needed = required;
        return (required - tokens + rate - 1) / rate;
    }

    void charge(long bytes) {
        tokens -= bytes * TOKENS_PER_BYTE;
    }

    @Override
    public String toString() {
        return "%d of %d tokens".formatted(tokens, depth);
    }
}
