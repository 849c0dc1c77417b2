# SPDX-License-Identifier: Apache-2.0
"""netem-delay.py DEVICE [NS]: adds netem with a delay as tc of iproute2 6.15 does, as an attribute
in ns; that of 6.1 fills in ticks in the structure before the attributes, and shows these. Then prints
the delay in ns that the kernel has."""
import socket
import struct
import sys

RTM_NEWQDISC, RTM_GETQDISC, NLM_F_REQUEST, NLM_F_ACK, NLM_F_ECHO, NLM_F_CREATE = 36, 38, 1, 4, 8, 0x400
TC_H_ROOT, TCA_KIND, TCA_OPTIONS, TCA_NETEM_LATENCY64 = 0xFFFFFFFF, 1, 2, 10
QOPT = struct.Struct("=6I")


def attribute(kind, payload):
    return struct.pack("=HH", 4 + len(payload), kind) + payload + bytes(-len(payload) % 4)


def find(kind, data):
    while data:
        length, present = struct.unpack_from("=HH", data)
        if present == kind:
            return data[4:length]
        data = data[(length + 3) & ~3:]
    sys.exit(f"there is no attribute {kind}")


def ask(kind, flags, attributes=b""):
    body = struct.pack("=BxxxiIII", 0, socket.if_nametoindex(sys.argv[1]), 0x10000, TC_H_ROOT, 0) + attributes
    netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
    netlink.send(struct.pack("=IHHII", 16 + len(body), kind, flags | NLM_F_REQUEST, 1, 0) + body)
    return netlink.recv(4096)[16:]


if len(sys.argv) > 2:
    limit_of_packets = 1000000
    delay = attribute(TCA_NETEM_LATENCY64, struct.pack("=q", int(sys.argv[2])))
    options = attribute(TCA_OPTIONS, QOPT.pack(0, limit_of_packets, 0, 0, 0, 0) + delay)
    answer = ask(RTM_NEWQDISC, NLM_F_ACK | NLM_F_CREATE, attribute(TCA_KIND, b"netem\0") + options)
    if struct.unpack_from("=i", answer)[0]:
        sys.exit("the kernel refused")
options = find(TCA_OPTIONS, ask(RTM_GETQDISC, NLM_F_ECHO)[20:])
print(struct.unpack("=q", find(TCA_NETEM_LATENCY64, options[QOPT.size:]))[0])
