// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.mqecn.value.UserError;

/** A family of generic netlink. Its messages have a header of their own: command, version, and two bytes of 0. */
final class GenericNetlink implements AutoCloseable {
    private static final int CTRL = 16;
    private static final int CTRL_CMD_GETFAMILY = 3;
    private static final int CTRL_ATTR_FAMILY_ID = 1;
    private static final int CTRL_ATTR_FAMILY_NAME = 2;
    private static final int HEADER_LENGTH = 4;

    private final NetlinkSocket socket;
    private final int family;

    private GenericNetlink(NetlinkSocket socket, int family) {
        this.socket = socket;
        this.family = family;
    }

    /** @throws UserError if the kernel does not have the family */
    static GenericNetlink open(String name) {
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.GENERIC);
        try {
            return new GenericNetlink(socket, family(socket, name));
        } catch (UserError e) {
            socket.close();
            throw e;
        }
    }

    private static int family(NetlinkSocket socket, String name) {
        byte[] attribute = NetlinkMessage.attribute(CTRL_ATTR_FAMILY_NAME, NetlinkMessage.nullTerminated(name));
        return socket.get(CTRL, command(CTRL_CMD_GETFAMILY, attribute))
                .map(message -> (int) attributes(message.payload()).required(CTRL_ATTR_FAMILY_ID, "family"))
                .orElseThrow(() -> NetlinkAttributes.malformed("no answer about " + name));
    }

    /**
     * Gets one object; empty if there is none.
     *
     * @throws UserError with the kernel's message
     */
    Optional<ByteBuffer> get(int command, byte[] attributes) {
        return socket.get(family, command(command, attributes)).map(NetlinkMessage::payload);
    }

    /** Dumps all objects. */
    List<ByteBuffer> dump(int command) {
        return socket.dump(family, command(command, new byte[0])).stream()
                .map(NetlinkMessage::payload)
                .toList();
    }

    private static byte[] command(int command, byte[] attributes) {
        return ByteBuffer.allocate(HEADER_LENGTH + attributes.length)
                .order(ByteOrder.nativeOrder())
                .put((byte) command)
                .put((byte) 1)
                .position(HEADER_LENGTH)
                .put(attributes)
                .array();
    }

    /** Parses a message behind its header. */
    static NetlinkAttributes attributes(ByteBuffer payload) {
        if (payload.remaining() < HEADER_LENGTH) {
            throw NetlinkAttributes.malformed("a generic message of " + payload.remaining() + " bytes");
        }
        return NetlinkAttributes.parse(
                NetlinkAttributes.slice(payload, HEADER_LENGTH, payload.remaining() - HEADER_LENGTH));
    }

    @Override
    public void close() {
        socket.close();
    }
}
