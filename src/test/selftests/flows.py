#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sends packets of sockets through an eiffel port in ways that few programs do, and checks its counters: control packets,
packets without ports, answers of a listener, departure times within and beyond the horizon and before others, flows that are
no longer used, more flows than the table has room for, sockets that become others, packets that waited, flows for which there
is no memory.

Runs as root, in a guest with the modules. Prints one line per case; exits non-zero if one failed.
"""
import ctypes
import json
import os
import resource
import socket
import struct
import subprocess
import sys
import time

from netlink import Tally, run

DEV, PEER, ADDRESS, NETNS = "flows0", "flows1", "10.99.0.2", "flows"
# linux/net_tstamp.h, include/uapi/asm-generic/socket.h, linux/in6.h
SO_TXTIME = SCM_TXTIME = 61
IPV6_AUTOFLOWLABEL = 70
SO_RCVBUFFORCE = 33
ETH_P_IP, ETH_P_ALL = 0x0800, 3
ECT0 = 2
LIBC = ctypes.CDLL(None)


def value(document, key):
    """The value of a key anywhere in a JSON document."""
    children = document.values() if isinstance(document, dict) else document if isinstance(document, list) else ()
    if isinstance(document, dict) and key in document:
        return document[key]
    return next((found for child in children if (found := value(child, key)) is not None), None)


def counter(key):
    shown = subprocess.run(["tc", "-s", "-j", "qdisc", "show", "dev", DEV], check=True, capture_output=True, text=True)
    return value([port for port in json.loads(shown.stdout) if port["kind"] == "eiffel"], key)


def differences(**least):
    """What counters are that should be at least these."""
    return ", ".join(f"{key} {counter(key)}" for key, number in least.items() if counter(key) < number)


def sender(port=9, **options):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for name, number in options.items():
        sock.setsockopt(*{"priority": (socket.SOL_SOCKET, socket.SO_PRIORITY), "tos": (socket.SOL_IP, socket.IP_TOS)}[name],
                        number)
    sock.connect((ADDRESS, port))
    return sock


def port(options, parent="root"):
    run(f"tc qdisc replace dev {DEV} {parent} handle 5: eiffel {options}")


def control_packets():
    port("")
    sender(priority=7).send(b"x")
    return differences(highprio_packets=1)


def packets_without_ports():
    """Those of a pair of addresses are a flow."""
    port("")
    sock = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    for number in range(2):
        sock.sendto(struct.pack("!BBHHH", 8, 0, 0xf7fe - number, 1, number), (ADDRESS, 0))
    return "" if counter("flows") == 1 else f"{counter('flows')} flows"


def packets_of_ipv6_without_ports():
    """Likewise."""
    port("")
    run(f"ip address add fd00::1/64 dev {DEV} nodad")
    run(f"ip neighbour add fd00::2 lladdr 02:00:00:00:00:02 dev {DEV} nud permanent")
    sock = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
    sock.setsockopt(socket.IPPROTO_IPV6, IPV6_AUTOFLOWLABEL, 0)  # a flow label would be a hash
    before = counter("sent_packets")
    for number in range(2):
        sock.sendto(struct.pack("!BBHHH", 128, 0, 0, 1, number), ("fd00::2", 0))
    problem = differences(sent_packets=before + 2, flows=1)
    run(f"ip address del fd00::1/64 dev {DEV}")
    return problem


def other_netns_socket():
    """A socket of the other end."""
    with open("/proc/self/ns/net", encoding="ascii") as here, open(f"/run/netns/{NETNS}", encoding="ascii") as there:
        LIBC.setns(there.fileno(), 0)
        sock = socket.socket()
        LIBC.setns(here.fileno(), 0)
    return sock


def answers_of_a_listener():
    """A SYN-ACK belongs to no socket yet, and has a hash."""
    port("")
    run(f"ip -n {NETNS} address add {ADDRESS}/24 dev {PEER}")
    with socket.create_server(("10.99.0.1", 80)), other_netns_socket() as client:
        client.settimeout(5)
        client.connect(("10.99.0.1", 80))
        problem = differences(sent_packets=1, flows=1)
    run(f"ip -n {NETNS} address flush dev {PEER}")
    return problem


def timed_sender(port_number=9):
    sock = sender(port_number)
    sock.setsockopt(socket.SOL_SOCKET, SO_TXTIME, struct.pack("=iI", time.CLOCK_MONOTONIC, 0))
    return sock


def send_in(sock, seconds):
    when = time.monotonic_ns() + int(seconds * 1e9)
    sock.sendmsg([b"x"], [(socket.SOL_SOCKET, SCM_TXTIME, struct.pack("=Q", when))])


def beyond_the_horizon():
    """The time of the packet is brought forward to the horizon."""
    port("horizon 1s beyond-horizon cap")
    before = counter("sent_packets")
    send_in(timed_sender(), 5)
    early = counter("sent_packets") - before
    time.sleep(1.2)
    return f"{early} sent early" if early else differences(horizon_caps=1, sent_packets=before + 1)


def within_the_horizon():
    """That of now, not that of the last packet."""
    port("horizon 1s beyond-horizon cap")
    time.sleep(2)
    send_in(timed_sender(), 0.9)
    return "brought forward" if counter("horizon_caps") else ""


def earlier_departures():
    """A packet that leaves before the one for which the timer was set."""
    port("")
    before = counter("sent_packets")
    senders = [timed_sender(), timed_sender(10)]
    for sock, seconds in zip(senders, (4, 1)):
        send_in(sock, seconds)
    time.sleep(2)
    between = counter("sent_packets") - before
    time.sleep(3)
    return f"{between} sent after 2 s" if between != 1 else differences(sent_packets=before + 2)


def sockets_that_become_others():
    """A socket that disconnects and connects anew has no debt, as a new one at its address."""
    port("maxrate 8kbit")
    sock = sender()
    for _ in range(3):
        sock.send(bytes(900))
    first = counter("sent_packets")
    LIBC.connect(sock.fileno(), bytes(16), 16)  # AF_UNSPEC: disconnects
    sock.connect((ADDRESS, 11))
    sock.send(bytes(900))
    second = counter("sent_packets")
    return "" if (first, second) == (1, 2) else f"{first}, then {second} sent"


def unused_flows():
    """A new flow takes the place of those in its chain that were idle for three seconds."""
    port("hash-buckets 1")
    sockets = [sender(number + 1) for number in range(20)]  # open together: a new one may have the address of a closed one
    for sock in sockets:
        sock.send(b"x")
    time.sleep(4)
    sender(100).send(b"x")
    sender(101).send(b"x")
    return differences(gc_flows=16)


def growing_table():
    """Flows are found and stay in order while the table grows with them, and when it shrinks and grows at once."""
    count, rounds = 1500, 4
    resource.setrlimit(resource.RLIMIT_NOFILE, (count + 100, count + 100))
    port("limit 100000 quantum 256 initial-quantum 256 maxrate 80kbit low-rate-threshold 0")
    left = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
    left.bind((DEV, ETH_P_ALL))
    left.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, count * rounds * 2048)
    sockets = [sender(number + 1) for number in range(count)]
    for number in range(rounds):
        for sock in sockets:
            sock.send(bytes([number]) * 300)
        if number:
            run(f"tc qdisc change dev {DEV} root handle 5: eiffel hash-buckets {1 if number == 1 else 262144}")
    time.sleep(1)
    received = {number + 1: [] for number in range(count)}
    left.setblocking(False)
    try:
        while True:
            packet, (_, protocol, kind, *_) = left.recvfrom(2048)
            if (protocol, kind, packet[9]) == (ETH_P_IP, socket.PACKET_OUTGOING, socket.IPPROTO_UDP):
                received[struct.unpack_from("!H", packet, 22)[0]].append(packet[28])
    except BlockingIOError:
        left.close()
    wrong = [found for found in received.values() if found != list(range(rounds))]
    return f"{len(wrong)} flows, such as {wrong[0]}" if wrong else differences(flows=count, throttled=count)


def late_packets():
    """A port that its parent holds back marks the packets that waited."""
    run(f"tc qdisc replace dev {DEV} root handle 1: tbf rate 1mbit burst 2k limit 1m")
    port("ce-threshold 1ms", "parent 1:1")
    sock = sender(tos=ECT0)
    for _ in range(20):
        sock.send(bytes(1000))
    time.sleep(1)
    return differences(ce_mark=5)


def send_without(nth, numbers):
    """Sends a packet of each of new flows, the nth allocation of which fails; returns how many were sent."""
    sent = 0
    file = os.open("/proc/thread-self/fail-nth", os.O_RDWR)
    for number in numbers:
        sock = sender(number)
        os.pwrite(file, str(nth).encode(), 0)
        try:
            sent += sock.send(b"x")
        except OSError:
            pass
        os.pwrite(file, b"0", 0)
    os.close(file)
    return sent


def no_memory():
    """A packet whose flow cannot be allocated is sent all the same."""
    port("")
    before = counter("sent_packets")
    sent = sum(send_without(nth, [nth]) for nth in range(1, 13))
    return differences(allocation_errors=1, sent_packets=before + sent)


def no_memory_to_grow():
    """Packets are sent all the same if the table of flows, which has 512 chains, cannot grow."""
    for nth in range(1, 9):
        port("")
        few = [sender(number + 1) for number in range(500)]
        for sock in few:
            sock.send(b"x")
        before = counter("sent_packets")
        sent = send_without(nth, range(501, 531))
        if wrong := differences(sent_packets=before + sent):
            return f"allocation {nth}: {wrong}"
        run(f"tc qdisc del dev {DEV} root")
    return ""


def main():
    tally = Tally()
    run(f"ip netns add {NETNS}")
    run(f"ip link add {DEV} type veth peer name {PEER} address 02:00:00:00:00:02 netns {NETNS}")
    run(f"ip -n {NETNS} link set {PEER} up")
    run(f"ip link set {DEV} up addrgenmode none")
    run(f"ip address add 10.99.0.1/24 dev {DEV}")
    run(f"ip neighbour add {ADDRESS} lladdr 02:00:00:00:00:02 dev {DEV} nud permanent")
    cases = [control_packets, packets_without_ports, beyond_the_horizon, within_the_horizon, earlier_departures, unused_flows,
             growing_table, sockets_that_become_others, late_packets, answers_of_a_listener,
             packets_of_ipv6_without_ports]
    if os.path.exists("/sys/kernel/debug/failslab"):
        for name, number in (("ignore-gfp-wait", "N"), ("verbose", "0")):
            with open(f"/sys/kernel/debug/failslab/{name}", "w", encoding="ascii") as file:
                file.write(number)
        cases += [no_memory, no_memory_to_grow]
    for case in cases:
        tally.report(case.__name__.replace("_", " "), case())
        subprocess.run(["tc", "qdisc", "del", "dev", DEV, "root"], check=False, stderr=subprocess.DEVNULL)
    run(f"ip link del {DEV}")
    run(f"ip netns del {NETNS}")
    print(f"1..{tally.cases}")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
