#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Dumps ports of dwrr, dwrr as tbf and eiffel, their queues, and the descriptions of the schemes into messages of every
length: wherever a message is full, the next one begins with what did not fit, and nothing is lost or cut off.

Runs as root, in a guest with the modules. Prints one line per case; exits non-zero if one failed.
"""
import socket
import struct
import sys

from netlink import (NETLINK_GENERIC, NLM_F_DUMP, NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR, RTM_GETQDISC, RTM_GETTCLASS, N,
                     Tally, dwrr_as_tbf, family, generic_body, load_schemes, message, run)

# A message holds at least this much (NLMSG_GOODSIZE), and the kernel makes it as long as the buffer of the reader.
SHORTEST, STEP = 4096, 8
# TCA_DWRR_PAD and others, TCA_STATS_PAD, TCA_PAD: whether 64-bit values need them depends on where a message begins.
PADDING = (1, 6, 9)

PORTS = (
    "dwrr rate 1gbit queues 64 scheme red histograms on",
    "dwrr rate 1gbit queues 64 scheme mq-ecn",
    "dwrr rate 1gbit queues 64 scheme pi2",
    "dwrr rate 1gbit queues 64 scheme tcn buffer-mode abm",
    "tbf rate 1gbit burst 10k limit 100k",
    "eiffel policy srpt",
    "eiffel maxrate 1gbit",
)


def attributes(data):
    """The attributes in these bytes, and those in their values, without padding; or the bytes, if that is not what they are."""
    found, at = [], 0
    while at + 4 <= len(data):
        size, kind = struct.unpack_from("=HH", data, at)
        if size < 4 or at + size > len(data):
            return data
        if size > 4 or kind not in PADDING:
            found.append((kind, attributes(data[at + 4:at + size])))
        at += (size + 3) & ~3
    return found or data


class Dump:
    """A dump of rtnetlink or of a generic netlink family."""

    def __init__(self, protocol, kind, body):
        self.protocol, self.kind, self.body = protocol, kind, body

    def read(self, sock, length):
        """The messages, without the header of netlink."""
        sock.send(message(self.kind, NLM_F_REQUEST | NLM_F_DUMP, self.body))
        bodies = []
        while True:
            data = sock.recv(length)
            while data:
                size, answer = struct.unpack_from("=IH", data)
                if answer == NLMSG_DONE:
                    return bodies
                if answer == NLMSG_ERROR:
                    raise OSError(-struct.unpack_from("=i", data, 16)[0], "dump")
                bodies.append(data[16:size])
                data = data[(size + 3) & ~3:]

    def contents(self, bodies):
        """What messages say: the header of their protocol, and attributes."""
        return [(body[:len(self.body)], attributes(body[len(self.body):])) for body in bodies]

    def socket(self):
        return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, self.protocol)


def check(dump):
    whole = dump.read(dump.socket(), 1 << 17)
    longest = max(map(len, whole)) + 16
    sock, lengths = dump.socket(), range(SHORTEST, SHORTEST + 2 * longest, STEP)
    for length in lengths:
        if dump.contents(dump.read(sock, length)) != dump.contents(whole):
            return f"another dump in messages of {length} bytes"
    return ""


def main():
    tally = Tally()
    with dwrr_as_tbf():
        check_all(tally)
    tally.report(f"{tally.cases} dumps need several messages", "" if tally.cases >= 5 else "too few")
    print(f"1..{tally.cases}")
    return 1 if tally.failures else 0


def check_all(tally):
    load_schemes()
    load_schemes("buffers")
    ports = [port for port in PORTS for _ in range(3)]
    devices = [f"full{i}" for i in range(len(ports))]
    for device, port in zip(devices, ports):
        run(f"ip link add {device} type dummy")
        run(f"tc qdisc add dev {device} root handle 1: {port}")
    describe = Dump(NETLINK_GENERIC, family(b"dwrr"), generic_body(N["DWRR_CMD_GET_SCHEME"]))
    tally.report("descriptions of the schemes", check(describe))
    for name, kind in (("ports", RTM_GETQDISC), ("queues", RTM_GETTCLASS)):
        for device in devices[::3] if kind == RTM_GETTCLASS else devices[:1]:
            index = socket.if_nametoindex(device) if kind == RTM_GETTCLASS else 0
            dump = Dump(0, kind, struct.pack("=BxxxiIII", 0, index, 0, 0, 0))
            if sum(map(len, dump.read(dump.socket(), 1 << 17))) > SHORTEST:
                tally.report(f"{name} of {device if index else 'all devices'}", check(dump))
    for device in devices:
        run(f"ip link del {device}")


if __name__ == "__main__":
    sys.exit(main())
