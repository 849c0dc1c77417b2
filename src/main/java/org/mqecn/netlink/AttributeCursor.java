// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;

/**
 * Walks over netlink attributes where they were received, as {@link NetlinkAttributes} are parsed, but without allocating
 * memory. Used again and again.
 */
final class AttributeCursor {
    private ByteBuffer buffer;
    private int next;
    private int limit;
    private int from;
    private int to;

    /** Moves before the first attribute of a range. */
    void reset(ByteBuffer newBuffer, int begin, int end) {
        buffer = newBuffer;
        next = begin;
        limit = end;
    }

    /** Moves before the first attribute that is nested in the current one of another cursor. */
    void resetInto(AttributeCursor other) {
        reset(other.buffer, other.from, other.to);
    }

    /**
     * Moves to the next attribute.
     *
     * @return false if there is none
     * @throws org.mqecn.value.UserError if it is malformed
     */
    boolean advance() {
        if (next >= limit) {
            return false;
        }
        to = NetlinkAttributes.end(buffer, next, limit);
        from = next + NetlinkAttributes.HEADER_LENGTH;
        next += NetlinkAttributes.align(to - next);
        return true;
    }

    int type() {
        return NetlinkAttributes.type(buffer, from - NetlinkAttributes.HEADER_LENGTH);
    }

    /** The unsigned number in the whole payload. */
    long number() {
        return switch (to - from) {
            case 1 -> Byte.toUnsignedLong(buffer.get(from));
            case 2 -> Short.toUnsignedLong(buffer.getShort(from));
            case 4 -> Integer.toUnsignedLong(buffer.getInt(from));
            case 8 -> buffer.getLong(from);
            default -> throw NetlinkAttributes.malformed("a number of " + (to - from) + " bytes");
        };
    }
}
