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
        tokens = tokensAt(now);
        updated = Math.max(updated, now);
    }

    private long tokensAt(long now) {
        long room = Math.max(depth + needed - tokens, 0);
        long elapsed = Math.max(now - updated, 0);
        boolean overflows = Math.multiplyHigh(elapsed, rate) != 0 || elapsed * rate < 0;
        return tokens + (overflows ? room : Math.min(elapsed * rate, room));
    }

    private long required(long bytes) {
        return Math.min(bytes * TOKENS_PER_BYTE, depth);
    }

    /** Whether a packet of so many bytes may leave. */
    boolean hasTokens(long bytes, long now) {
        return tokensAt(now) >= required(bytes);
    }

    /** The ns until a packet of so many bytes, which may not leave now, may leave. */
    long delay(long bytes, long now) {
        fill(now);
        needed = required(bytes);
        return (needed - tokens + rate - 1) / rate;
    }

    /** A packet of so many bytes leaves. */
    void take(long bytes, long now) {
        fill(now);
        needed = 0;
        tokens -= bytes * TOKENS_PER_BYTE;
    }

    @Override
    public String toString() {
        return "%d of %d tokens".formatted(tokens, depth);
    }
}
