#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sends the dwrr qdisc what tc never would: attributes that are truncated,
oversized, unknown, out of range or nested wrongly. Each must be refused with
the errno and the words that stand beside it here, and change nothing. Then
thousands of requests with random faults: whatever they did, the port must be
one that could have been asked for.

Runs as root in a guest, with sch_dwrr to be had. Prints a line a case; exits
non-zero if one failed.
"""
import errno
import os
import random
import re
import socket
import struct
import subprocess
import sys

HEADER = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                      "../../../kmod/uapi/dwrr.h")
DEV = "bad0"

# linux/netlink.h, linux/rtnetlink.h
NLM_F_REQUEST, NLM_F_ACK, NLM_F_REPLACE, NLM_F_EXCL, NLM_F_CREATE = 1, 4, 0x100, 0x200, 0x400
NLMSG_ERROR, NLM_F_CAPPED, NLM_F_ACK_TLVS = 2, 0x100, 0x200
NLMSGERR_ATTR_MSG = 1
NLMSG_DONE, NLM_F_DUMP = 3, 0x300
RTM_NEWQDISC, RTM_DELQDISC, RTM_GETQDISC = 36, 37, 38
RTM_NEWTCLASS, RTM_DELTCLASS, RTM_GETTCLASS = 40, 41, 42
TCA_KIND, TCA_OPTIONS = 1, 2
TC_H_ROOT = 0xFFFFFFFF
NLA_F_NESTED = 0x8000
SOL_NETLINK, NETLINK_CAP_ACK, NETLINK_EXT_ACK = 270, 10, 11


def enums(path):
    """The numbers of the enums in a C header without initialisers."""
    with open(path, encoding="ascii") as header:
        text = re.sub(r"/\*.*?\*/", "", header.read(), flags=re.DOTALL)
    numbers = {}
    for body in re.findall(r"enum\s*\w*\s*\{([^}]*)\}", text):
        names = [name.strip() for name in body.split(",")]
        numbers.update((name, i) for i, name in enumerate(filter(None, names)))
    return numbers


N = enums(HEADER)


def attr(kind, payload):
    kind = N.get(kind, kind)
    data = struct.pack("=HH", 4 + len(payload), kind) + payload
    return data + b"\0" * (-len(data) % 4)


def lying_attr(kind, payload, length):
    """An attribute whose header tells another length than it has."""
    return struct.pack("=HH", length, N.get(kind, kind)) + payload


def u32(kind, value):
    return attr(kind, struct.pack("=I", value))


def u64(kind, value):
    return attr(kind, struct.pack("=Q", value))


def nest(kind, *attrs):
    return attr(N.get(kind, kind) | NLA_F_NESTED, b"".join(attrs))


def queue(*attrs):
    return nest("TCA_DWRR_QUEUES", nest("TCA_DWRR_QUEUE", *attrs))


def options(*attrs):
    return nest(TCA_OPTIONS, *attrs)


class Answer:
    """An acknowledgement: the errno, 0 for none, and the kernel's words."""

    def __init__(self, data):
        length, kind, flags, _, _ = struct.unpack_from("=IHHII", data)
        assert kind == NLMSG_ERROR, f"unexpected answer of type {kind}"
        self.errno = -struct.unpack_from("=i", data, 16)[0]
        self.text = ""
        at = 20 + 16
        if not flags & NLM_F_CAPPED:
            at = 20 + struct.unpack_from("=I", data, 20)[0]
        while flags & NLM_F_ACK_TLVS and at + 4 <= length:
            size, kind = struct.unpack_from("=HH", data, at)
            if kind == NLMSGERR_ATTR_MSG:
                self.text = data[at + 4:at + size].split(b"\0")[0].decode()
            at += (size + 3) & ~3

    def __str__(self):
        name = errno.errorcode.get(self.errno, str(self.errno)) if self.errno else "success"
        return f"{name} \"{self.text}\""


class Kernel:
    def __init__(self):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
        self.socket.setsockopt(SOL_NETLINK, NETLINK_EXT_ACK, 1)
        self.socket.setsockopt(SOL_NETLINK, NETLINK_CAP_ACK, 1)
        self.socket.settimeout(5)
        self.index = socket.if_nametoindex(DEV)

    def ask(self, kind, flags, handle, parent, attrs):
        tcmsg = struct.pack("=BxxxiIII", 0, self.index, handle, parent, 0)
        body = tcmsg + attr(TCA_KIND, b"dwrr\0") + attrs
        flags |= NLM_F_REQUEST | NLM_F_ACK
        self.socket.send(struct.pack("=IHHII", 16 + len(body), kind, flags, 1, 0) + body)
        return Answer(self.socket.recv(65536))

    def change(self, *attrs):
        return self.ask(RTM_NEWQDISC, 0, 0x10000, TC_H_ROOT, options(*attrs))

    def change_raw(self, attrs):
        return self.ask(RTM_NEWQDISC, 0, 0x10000, TC_H_ROOT, attrs)

    def add(self, *attrs):
        return self.ask(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, 0x10000, TC_H_ROOT,
                        options(*attrs))

    def delete(self):
        return self.ask(RTM_DELQDISC, 0, 0x10000, TC_H_ROOT, b"")

    def change_class(self, kind, flags=0):
        return self.ask(kind, flags, 0x10003, 0x10000, options(u32("TCA_DWRR_QUEUE_QUANTUM", 3000)))

    def dump(self, kind):
        """The messages of a dump that tell of our device, without their headers."""
        tcmsg = struct.pack("=BxxxiIII", 0, self.index, 0, 0, 0)
        self.socket.send(struct.pack("=IHHII", 36, kind, NLM_F_REQUEST | NLM_F_DUMP, 1, 0) + tcmsg)
        bodies = []
        while True:
            data = self.socket.recv(1 << 20)
            while data:
                length, answer = struct.unpack_from("=IH", data)
                if answer == NLMSG_DONE:
                    return bodies
                assert answer != NLMSG_ERROR, "a dump failed"
                body, data = data[16:length], data[(length + 3) & ~3:]
                if struct.unpack_from("=i", body, 4)[0] == self.index:
                    bodies.append(body)

    def state(self):
        """Everything that dumps say of the port and its queues."""
        return self.dump(RTM_GETQDISC), self.dump(RTM_GETTCLASS)


INVALID, RANGE, UNSUPPORTED = errno.EINVAL, errno.ERANGE, errno.EOPNOTSUPP
RATE = u64("TCA_DWRR_RATE64", 124375000)
LENGTH, UNKNOWN = "invalid attribute length", "Unknown attribute type"
UNNESTED = "NLA_F_NESTED is missing"


def out_of_range(kernel):
    """Both ends of each range: (name, request, errno, words)."""
    thresh = "a threshold is 0 to 2147483647 bytes"
    size = "a buffer is 1538 (a full frame) to 2147483647 bytes"
    rate = "the rate is 1 Mbit/s to 400 Gbit/s"
    for value in (0, 124999, 50_000_000_001, 2**64 - 1):
        yield f"rate of {value} bytes/s", [u64("TCA_DWRR_RATE64", value)], rate
    for name, values, words in (
            ("NUM_QUEUES", (0, 65, 2**32 - 1), "a port has 1 to 64 queues"),
            ("ECN_SCHEME", (6, 2**32 - 1), "the ECN scheme is 0"),
            ("PORT_THRESH", (2**31, 2**32 - 1), thresh),
            ("SHARED_BUFFER", (0, 1537, 2**31), size),
            ("BUFFER_MODE", (2,), "the buffer mode is 0"),
            ("SCHEDULER", (3,), "the scheduler is 0"),
            ("MARK_AT", (2,), "packets are marked at 0"),
            ("ROUND_ALPHA", (1001,), "the old round time is 0 to 1000"),
            ("IDLE_INTERVAL", (0, 1_000_000_001), "the idle interval is 1 ns to 1 s"),
            ("BUCKET", (0, 100_000_001), "the token bucket is 1 ns to 100 ms"),
            ("TCN_THRESH", (1_000_000_001,), "TCN's threshold is 0 to 1 s"),
            ("CODEL_TARGET", (0, 1_000_000_001), "CoDel's target is 1 ns to 1 s"),
            ("CODEL_INTERVAL", (0, 1_000_000_001), "CoDel's interval is 1 ns to 1 s")):
        for value in values:
            yield f"{name} of {value}", [u32("TCA_DWRR_" + name, value)], words
    for name, values, words in (
            ("INDEX", (64, 2**32 - 1), "queues are numbered 0 to 63"),
            ("QUANTUM", (0, 255, 2**20 + 1), "a quantum is 256 to 1048576 bytes"),
            ("THRESH", (2**31,), thresh),
            ("BUFFER", (0, 1537, 2**31), size),
            ("DSCP", (64,), "a DSCP is 0 to 63"),
            ("PRIO", (8, 2**32 - 1), "a priority is 0 (the highest) to 7")):
        for value in values:
            yield f"queue's {name} of {value}", [queue(u32("TCA_DWRR_QUEUE_" + name, value))], words


def malformed():
    """Well-known attributes, badly made: (name, request, errno, words)."""
    index = u32("TCA_DWRR_QUEUE_INDEX", 0)
    for name in ("ECN_SCHEME", "PORT_THRESH", "BUCKET"):
        for size in (0, 3, 5, 8, 400):
            yield (f"{name} of {size} bytes", [attr("TCA_DWRR_" + name, b"\1" * size)], INVALID, LENGTH)
    for size in (0, 4, 7, 9):
        yield f"rate of {size} bytes", [attr("TCA_DWRR_RATE64", b"\1" * size)], INVALID, LENGTH
    yield "clear with a value", [u32("TCA_DWRR_CLEAR", 1)], RANGE, "policy validation"
    yield "an unknown attribute", [u32(N["__TCA_DWRR_MAX"], 1)], INVALID, UNKNOWN
    yield "the attribute 1000", [u32(1000, 1)], INVALID, UNKNOWN
    yield "the attribute 0", [u32("TCA_DWRR_UNSPEC", 1)], INVALID, UNKNOWN
    yield "padding", [u32("TCA_DWRR_PAD", 1)], INVALID, "Unsupported attribute"
    yield "queues that are a number", [u32("TCA_DWRR_QUEUES", 1)], INVALID, UNNESTED
    yield "queues without NLA_F_NESTED", [attr("TCA_DWRR_QUEUES", nest("TCA_DWRR_QUEUE", index))], INVALID, UNNESTED
    yield ("an unknown entry among the queues", [nest("TCA_DWRR_QUEUES", nest(2, index))], INVALID, UNKNOWN)
    yield ("a queue without NLA_F_NESTED", [nest("TCA_DWRR_QUEUES", attr("TCA_DWRR_QUEUE", index))], INVALID, UNNESTED)
    yield "an unknown attribute of a queue", [queue(index, u32(N["__TCA_DWRR_QUEUE_MAX"], 1))], INVALID, UNKNOWN
    yield "a queue's quantum of 2 bytes", [queue(index, attr("TCA_DWRR_QUEUE_QUANTUM", b"\0\6"))], INVALID, LENGTH
    yield "a queue that the port has not", [queue(u32("TCA_DWRR_QUEUE_INDEX", 8))], INVALID, "the port has no such queue"
    yield ("rows of queues, which only dumps have",
           [nest("TCA_DWRR_QUEUE_ROWS", u32("TCA_DWRR_QUEUE_PRIO", 1))], INVALID, "Unsupported attribute")
    yield ("MQ-ECN with WFQ", [u32("TCA_DWRR_ECN_SCHEME", 3), u32("TCA_DWRR_SCHEDULER", 2)], INVALID,
           "WFQ has none: choose")
    yield "another number of queues", [u32("TCA_DWRR_NUM_QUEUES", 9)], UNSUPPORTED, "number of queues is fixed"


def half_right():
    """Requests whose last part is bad: their good parts must not act either."""
    good = [u64("TCA_DWRR_RATE64", 1_250_000), u32("TCA_DWRR_PORT_THRESH", 12345),
            queue(u32("TCA_DWRR_QUEUE_QUANTUM", 2000))]
    yield "a good request that ends badly", good + [u32("TCA_DWRR_BUCKET", 0)], RANGE, "token bucket"
    yield ("good queues, then a bad one",
           [nest("TCA_DWRR_QUEUES",
                 *(nest("TCA_DWRR_QUEUE", u32("TCA_DWRR_QUEUE_INDEX", i),
                        u32("TCA_DWRR_QUEUE_QUANTUM", 4000)) for i in range(9)))],
           INVALID, "the port has no such queue")


class Suite:
    def __init__(self):
        self.kernel = Kernel()
        self.failures = self.cases = 0

    def report(self, name, problem):
        self.cases += 1
        self.failures += bool(problem)
        print(f"{'not ok' if problem else 'ok'} {self.cases} - {name}" + (f": {problem}" if problem else ""),
              flush=True)

    def expect(self, name, answer, wanted, words, before):
        problem = ""
        if answer.errno != wanted or words.lower() not in answer.text.lower():
            problem = f"got {answer}, wanted {errno.errorcode.get(wanted, wanted)} \"{words}\""
        elif self.kernel.state() != before:
            problem = "the port changed"
        self.report(name, problem)

    def refuse_changes(self):
        before = self.kernel.state()
        cases = [(name, request, RANGE, words) for name, request, words in out_of_range(self.kernel)]
        for name, request, wanted, words in [*cases, *malformed(), *half_right()]:
            self.expect(name, self.kernel.change(*request), wanted, words, before)

    def refuse_bad_lengths(self):
        before = self.kernel.state()
        bucket = struct.pack("=I", 20000)
        for name, attrs in (
                ("an attribute longer than its nest",
                 options(lying_attr("TCA_DWRR_BUCKET", bucket, 400))),
                ("an attribute shorter than its header",
                 options(lying_attr("TCA_DWRR_BUCKET", bucket, 2))),
                ("a nest that ends within a header", options(u32("TCA_DWRR_PORT_THRESH", 1), b"\x08\0")),
                ("options longer than the message", lying_attr(TCA_OPTIONS | NLA_F_NESTED, b"", 400))):
            answer = self.kernel.change_raw(attrs)
            self.report(name, "" if self.kernel.state() == before and answer.errno in (0, INVALID)
                        else f"got {answer}, or the port changed")
        self.expect("options without NLA_F_NESTED",
                    self.kernel.change_raw(attr(TCA_OPTIONS, u32("TCA_DWRR_BUCKET", 0))),
                    INVALID, UNNESTED, before)

    def refuse_classes(self):
        before = self.kernel.state()
        for name, kind, flags in (("a class that is changed", RTM_NEWTCLASS, 0),
                                  ("a class that is added", RTM_NEWTCLASS, NLM_F_CREATE | NLM_F_EXCL),
                                  ("a class that is deleted", RTM_DELTCLASS, 0)):
            answer = self.kernel.change_class(kind, flags)
            self.report(name, "" if answer.errno in (UNSUPPORTED, errno.EEXIST, errno.EPERM) and self.kernel.state() == before
                        else f"got {answer}, or the port changed")

    def accept(self):
        """The other side: the ends of each range are taken, and an empty request is."""
        for name, request in (
                ("an empty request", []),
                ("the lowest values", [u64("TCA_DWRR_RATE64", 125000), u32("TCA_DWRR_BUCKET", 1),
                                       u32("TCA_DWRR_IDLE_INTERVAL", 1), u32("TCA_DWRR_SHARED_BUFFER", 1538),
                                       queue(u32("TCA_DWRR_QUEUE_QUANTUM", 256))]),
                ("the highest values", [u64("TCA_DWRR_RATE64", 50_000_000_000), u32("TCA_DWRR_BUCKET", 100_000_000),
                                        u32("TCA_DWRR_IDLE_INTERVAL", 1_000_000_000),
                                        u32("TCA_DWRR_SHARED_BUFFER", 2**31 - 1),
                                        u32("TCA_DWRR_PORT_THRESH", 2**31 - 1),
                                        queue(u32("TCA_DWRR_QUEUE_QUANTUM", 2**20))]),
                ("counters cleared", [attr("TCA_DWRR_CLEAR", b"")])):
            answer = self.kernel.change(*request)
            self.report(f"taken: {name}", str(answer) if answer.errno else "")

    def survive_faults(self, requests=5000):
        """Random faults in a request that sets everything."""
        dice = random.Random(1)
        good = options(
            u64("TCA_DWRR_RATE64", 1_250_000_000),
            *(u32("TCA_DWRR_" + name, value) for name, value in (
                ("ECN_SCHEME", 3), ("PORT_THRESH", 30000), ("SHARED_BUFFER", 98304), ("BUFFER_MODE", 1),
                ("SCHEDULER", 1), ("MARK_AT", 1), ("ROUND_ALPHA", 500), ("IDLE_INTERVAL", 1200), ("BUCKET", 2000))),
            nest("TCA_DWRR_QUEUES", *(nest("TCA_DWRR_QUEUE", *(
                u32("TCA_DWRR_QUEUE_" + name, value) for name, value in (
                    ("INDEX", i), ("QUANTUM", 2000), ("THRESH", 20000), ("BUFFER", 50000), ("DSCP", i), ("PRIO", i // 2))))
                for i in range(8))),
            attr("TCA_DWRR_CLEAR", b""))
        answers = {}
        for _ in range(requests):
            bad = bytearray(good)
            for _ in range(dice.randint(1, 3)):
                bad[dice.randrange(len(bad))] = dice.choice((0, 1, 0x7f, 0x80, 0xff, dice.randrange(256)))
            if dice.random() < 0.2:
                del bad[dice.randrange(4, len(bad)) & ~3:]
            answer = self.kernel.change_raw(bytes(bad)).errno
            answers[answer] = answers.get(answer, 0) + 1
        told = ", ".join(f"{errno.errorcode.get(number, 'taken')} {count}" for number, count in sorted(answers.items()))
        problem = "" if {0, INVALID, RANGE} <= answers.keys() else f"one-sided answers: {told}"
        self.report(f"{requests} requests with faults ({told})", problem)

        shown = subprocess.run(["tc", "qdisc", "show", "dev", DEV], check=True, capture_output=True, text=True).stdout
        words = re.sub(r"^qdisc dwrr 1: root refcnt \d+ |queues \d+ ", "", shown).split()
        before = self.kernel.state()
        again = subprocess.run(["tc", "qdisc", "change", "dev", DEV, "root", "handle", "1:", "dwrr", *words],
                               capture_output=True, text=True)
        self.report("what is shown after them can be asked for", "" if again.returncode == 0
                    and self.kernel.state() == before else f"{again.stderr} {shown}")

    def refuse_additions(self):
        self.report("deleted", str(answer) if (answer := self.kernel.delete()).errno else "")
        before = self.kernel.state()
        for name, request, wanted, words in (
                ("no rate", [], INVALID, "a port needs a rate"),
                ("a rate of 0", [u64("TCA_DWRR_RATE64", 0)], RANGE, "the rate is 1 Mbit/s"),
                ("no queues", [RATE, u32("TCA_DWRR_NUM_QUEUES", 0)], RANGE, "1 to 64 queues"),
                ("65 queues", [RATE, u32("TCA_DWRR_NUM_QUEUES", 65)], RANGE, "1 to 64 queues"),
                ("a queue too many", [RATE, u32("TCA_DWRR_NUM_QUEUES", 2),
                                      queue(u32("TCA_DWRR_QUEUE_INDEX", 2))], INVALID, "no such queue")):
            self.expect(f"a new port with {name}", self.kernel.add(*request), wanted, words, before)

    def run(self):
        answer = self.kernel.add(RATE)
        ports, queues = self.kernel.state()
        self.report("a port to try it on",
                    f"{answer}, {len(ports)} port, {len(queues)} queues"
                    if answer.errno or len(ports) != 1 or len(queues) != 8 else "")
        self.refuse_changes()
        self.refuse_bad_lengths()
        self.refuse_classes()
        self.accept()
        self.survive_faults()
        self.refuse_additions()
        print(f"1..{self.cases}")
        return 1 if self.failures else 0


if __name__ == "__main__":
    subprocess.run(["ip", "link", "add", DEV, "type", "dummy"], check=True)
    try:
        sys.exit(Suite().run())
    finally:
        subprocess.run(["ip", "link", "del", DEV], check=True)
