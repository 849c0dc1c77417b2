#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sends requests to the qdiscs dwrr and eiffel that tc never sends: attributes that
are truncated, oversized, unknown, out of range or nested wrongly. The kernel must
refuse each with the expected errno and message, and change nothing. Then it sends
thousands of requests with random faults: the resulting configuration must be valid.

Runs as root, in a guest with the modules. Prints one line per case; exits non-zero
if one failed.
"""
import contextlib
import errno
import os
import random
import re
import socket
import struct
import subprocess
import sys

HEADERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../kmod/uapi")
DEV = "bad0"

# linux/netlink.h, linux/rtnetlink.h
NLM_F_REQUEST, NLM_F_ACK, NLM_F_REPLACE, NLM_F_EXCL, NLM_F_CREATE = 1, 4, 0x100, 0x200, 0x400
NLMSG_ERROR, NLM_F_CAPPED, NLM_F_ACK_TLVS = 2, 0x100, 0x200
NLMSGERR_ATTR_MSG = 1
NLMSG_DONE, NLM_F_DUMP = 3, 0x300
RTM_NEWQDISC, RTM_DELQDISC, RTM_GETQDISC = 36, 37, 38
RTM_NEWTCLASS, RTM_DELTCLASS, RTM_GETTCLASS = 40, 41, 42
TCA_KIND, TCA_OPTIONS = 1, 2
TCA_TBF_PARMS = 1
TC_H_ROOT = 0xFFFFFFFF
NLA_F_NESTED = 0x8000
SOL_NETLINK, NETLINK_CAP_ACK, NETLINK_EXT_ACK = 270, 10, 11
NETLINK_GENERIC = 16
# linux/genetlink.h
GENL_ID_CTRL, CTRL_CMD_GETFAMILY, CTRL_ATTR_FAMILY_ID, CTRL_ATTR_FAMILY_NAME = 16, 3, 1, 2


def enums(path):
    """The numbers of the enums in a C header without initialisers."""
    with open(path, encoding="ascii") as header:
        text = re.sub(r"/\*.*?\*/", "", header.read(), flags=re.DOTALL)
    numbers = {}
    for body in re.findall(r"enum\s*\w*\s*\{([^}]*)\}", text):
        names = [name.strip() for name in body.split(",")]
        numbers.update((name, i) for i, name in enumerate(filter(None, names)))
    return numbers


N = {name: number for kind in ("dwrr", "eiffel")
     for name, number in enums(os.path.join(HEADERS, kind + ".h")).items()}


def attr(kind, payload):
    kind = N.get(kind, kind)
    data = struct.pack("=HH", 4 + len(payload), kind) + payload
    return data + b"\0" * (-len(data) % 4)


def lying_attr(kind, payload, length):
    """An attribute with a wrong length in its header."""
    return struct.pack("=HH", length, N.get(kind, kind)) + payload


def u32(kind, value):
    return attr(kind, struct.pack("=I", value))


def u64(kind, value):
    return attr(kind, struct.pack("=Q", value))


def nest(kind, *attrs):
    return attr(N.get(kind, kind) | NLA_F_NESTED, b"".join(attrs))


def queue(*attrs):
    return nest("TCA_DWRR_QUEUES", nest("TCA_DWRR_QUEUE", *attrs))


def params(*attrs):
    return nest("TCA_DWRR_PARAMS", nest("DWRR_A_PARAM", *attrs))


def options(*attrs):
    return nest(TCA_OPTIONS, *attrs)


def message(kind, flags, body):
    """A netlink message."""
    return struct.pack("=IHHII", 16 + len(body), kind, flags, 1, 0) + body


def generic_body(command, *attrs):
    """The body of a message of generic netlink."""
    return struct.pack("=BBxx", command, 1) + b"".join(attrs)


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
    def __init__(self, kind):
        self.kind = kind
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
        self.socket.setsockopt(SOL_NETLINK, NETLINK_EXT_ACK, 1)
        self.socket.setsockopt(SOL_NETLINK, NETLINK_CAP_ACK, 1)
        self.socket.settimeout(5)
        self.index = socket.if_nametoindex(DEV)

    def ask(self, kind, flags, handle, parent, attrs):
        tcmsg = struct.pack("=BxxxiIII", 0, self.index, handle, parent, 0)
        body = tcmsg + attr(TCA_KIND, self.kind.encode() + b"\0") + attrs
        flags |= NLM_F_REQUEST | NLM_F_ACK
        self.socket.send(message(kind, flags, body))
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
        """The messages of a dump about the device, without their headers."""
        tcmsg = struct.pack("=BxxxiIII", 0, self.index, 0, 0, 0)
        self.socket.send(message(kind, NLM_F_REQUEST | NLM_F_DUMP, tcmsg))
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
        """All dumps of the port and its queues."""
        return self.dump(RTM_GETQDISC), self.dump(RTM_GETTCLASS)


INVALID, RANGE, UNSUPPORTED = errno.EINVAL, errno.ERANGE, errno.EOPNOTSUPP
RATE = u64("TCA_DWRR_RATE64", 124375000)
LENGTH, UNKNOWN = "invalid attribute length", "Unknown attribute type"
UNNESTED = "NLA_F_NESTED is missing"


def misfits(prefix, numbers, longs):
    """Attributes of wrong sizes, and unknown ones: (name, request, errno, words)."""
    for names, sizes in ((numbers, (0, 3, 5, 8, 400)), (longs, (0, 4, 7, 9))):
        for name in names:
            for size in sizes:
                yield f"{name} of {size} bytes", [attr(prefix + name, b"\1" * size)], INVALID, LENGTH
    yield "an unknown attribute", [u32(N[f"__{prefix}MAX"], 1)], INVALID, UNKNOWN
    yield "the attribute 1000", [u32(1000, 1)], INVALID, UNKNOWN
    yield "the attribute 0", [u32(prefix + "UNSPEC", 1)], INVALID, UNKNOWN
    yield "padding", [u32(prefix + "PAD", 1)], INVALID, "Unsupported attribute"


def out_of_range():
    """Both ends of each range: (name, request, words)."""
    thresh = "a threshold is 0 to 2147483647 bytes"
    size = "a buffer is 1538 to 2147483647 bytes"
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
            ("MARK_AT", (2,), "the marking point is 0"),
            ("ROUND_ALPHA", (1001,), "the old round time is 0 to 1000"),
            ("IDLE_INTERVAL", (0, 1_000_000_001), "the idle interval is 1 to 1000000000 ns"),
            ("BUCKET", (0, 100_000_001), "the token bucket is 1 to 100000000 ns"),
            ("TCN_THRESH", (1_000_000_001,), "TCN's threshold is 0 to 1000000000 ns"),
            ("CODEL_TARGET", (0, 1_000_000_001), "CoDel's target is 1 to 1000000000 ns"),
            ("CODEL_INTERVAL", (0, 1_000_000_001), "CoDel's interval is 1 to 1000000000 ns"),
            ("TRUST", (2,), "the trusted code point is 0 (DSCP) or 1 (PCP)"),
            ("DEFAULT_QUEUE", (64, 2**32 - 1), "queues are numbered 0 to 63")):
        for value in values:
            yield f"{name} of {value}", [u32("TCA_DWRR_" + name, value)], words
    for name, length in (("DSCP_MAP", 64), ("PCP_MAP", 8)):
        for wrong in (0, length - 1, length + 1, 4 * length):
            yield f"{name} of {wrong} bytes", [attr("TCA_DWRR_" + name, bytes(wrong))], f"has {length} bytes"
    for name, values, words in (
            ("INDEX", (64, 2**32 - 1), "queues are numbered 0 to 63"),
            ("QUANTUM", (0, 255, 2**20 + 1), "a quantum is 256 to 1048576 bytes"),
            ("THRESH", (2**31,), thresh),
            ("BUFFER", (0, 1537, 2**31), size),
            ("PRIO", (8, 2**32 - 1), "a priority is 0 to 7, and 0 is the highest"),
            ("PCP", (256, 2**32 - 1), "a PCP is 0 to 7")):
        for value in values:
            yield f"queue's {name} of {value}", [queue(u32("TCA_DWRR_QUEUE_" + name, value))], words


def malformed():
    """Malformed attributes: (name, request, errno, words)."""
    index = u32("TCA_DWRR_QUEUE_INDEX", 0)
    yield from misfits("TCA_DWRR_", ("ECN_SCHEME", "PORT_THRESH", "BUCKET"), ("RATE64",))
    yield "clear with a value", [u32("TCA_DWRR_CLEAR", 1)], RANGE, "clear has no value"
    yield "queues that are a number", [u32("TCA_DWRR_QUEUES", 1)], INVALID, UNNESTED
    yield "queues without NLA_F_NESTED", [attr("TCA_DWRR_QUEUES", nest("TCA_DWRR_QUEUE", index))], INVALID, UNNESTED
    yield ("an unknown entry among the queues", [nest("TCA_DWRR_QUEUES", nest(2, index))], INVALID, UNKNOWN)
    yield ("a queue without NLA_F_NESTED", [nest("TCA_DWRR_QUEUES", attr("TCA_DWRR_QUEUE", index))], INVALID, UNNESTED)
    yield "an unknown attribute of a queue", [queue(index, u32(N["__TCA_DWRR_QUEUE_MAX"], 1))], INVALID, UNKNOWN
    yield "a queue's quantum of 2 bytes", [queue(index, attr("TCA_DWRR_QUEUE_QUANTUM", b"\0\6"))], INVALID, LENGTH
    yield "a queue that does not exist", [queue(u32("TCA_DWRR_QUEUE_INDEX", 8))], INVALID, "the port has no such queue"
    no_queue = "the port has no such queue"
    yield "a default queue that does not exist", [u32("TCA_DWRR_DEFAULT_QUEUE", 8)], INVALID, no_queue
    yield "a DSCP of a queue that does not exist", [attr("TCA_DWRR_DSCP_MAP", bytes(63) + b"\x08")], INVALID, no_queue
    yield "a PCP of a queue that does not exist", [attr("TCA_DWRR_PCP_MAP", b"\xfe" + bytes(7))], INVALID, no_queue
    yield ("a DSCP for every queue", [queue(u64("TCA_DWRR_QUEUE_DSCP", 1))], INVALID,
           "a code point belongs to one queue")
    yield ("a PCP for every queue", [queue(u32("TCA_DWRR_QUEUE_PCP", 1))], INVALID,
           "a code point belongs to one queue")
    yield "a set of DSCPs of 4 bytes", [queue(index, u32("TCA_DWRR_QUEUE_DSCP", 1))], INVALID, LENGTH
    yield ("rows of queues, which only dumps contain",
           [nest("TCA_DWRR_QUEUE_ROWS", u32("TCA_DWRR_QUEUE_PRIO", 1))], INVALID, "Unsupported attribute")
    yield ("MQ-ECN with WFQ", [u32("TCA_DWRR_ECN_SCHEME", 3), u32("TCA_DWRR_SCHEDULER", 2)], INVALID,
           "WFQ has none: choose")
    thresh = attr("DWRR_FIELD_NAME", b"queue-thresh\0")
    one, first = u64("DWRR_FIELD_VALUE", 1), u32("DWRR_FIELD_QUEUE", 0)
    yield "a parameter without a value", [params(thresh)], INVALID, "a parameter has a name and a value"
    yield ("a parameter that the scheme does not have", [params(attr("DWRR_FIELD_NAME", b"nothing\0"), one)], INVALID,
           "has no such parameter")
    yield ("a parameter out of its range", [params(thresh, u64("DWRR_FIELD_VALUE", 2**31))], RANGE,
           "out of the range that the scheme declares")
    yield ("a parameter of a queue that does not exist", [params(thresh, one, u32("DWRR_FIELD_QUEUE", 8))], INVALID,
           no_queue)
    yield "a parameter of queue 64", [params(thresh, one, u32("DWRR_FIELD_QUEUE", 64))], RANGE, ""
    yield ("the port's parameter for a queue",
           [u32("TCA_DWRR_ECN_SCHEME", 2), params(attr("DWRR_FIELD_NAME", b"port-thresh\0"), one, first)], INVALID,
           "belongs to the port")
    yield ("a parameter without NLA_F_NESTED", [nest("TCA_DWRR_PARAMS", attr("DWRR_A_PARAM", thresh + one))], INVALID,
           UNNESTED)
    yield ("a scheme with number and name",
           [u32("TCA_DWRR_ECN_SCHEME", 2), attr("TCA_DWRR_SCHEME", b"per-port\0")], INVALID, "not both")
    yield "a scheme that is not loaded", [attr("TCA_DWRR_SCHEME", b"nothing\0")], errno.ENOENT, "no such scheme is loaded"
    static, shared = attr("TCA_DWRR_BUFFER", b"static\0"), attr("DWRR_FIELD_NAME", b"shared-buffer\0")
    yield "a buffer policy with number and name", [u32("TCA_DWRR_BUFFER_MODE", 1), static], INVALID, "not both"
    yield "a buffer policy that is not loaded", [attr("TCA_DWRR_BUFFER", b"nothing\0")], errno.ENOENT, "no such scheme"
    yield "a buffer policy as the scheme", [attr("TCA_DWRR_SCHEME", b"static\0")], INVALID, "of the other kind"
    yield "a scheme as the buffer policy", [attr("TCA_DWRR_BUFFER", b"tcn\0")], INVALID, "of the other kind"
    yield ("a parameter of another buffer policy", [static, nest("TCA_DWRR_BUFFER_PARAMS", nest("DWRR_A_PARAM", shared, one))],
           INVALID, "has no such parameter")
    yield "another number of queues", [u32("TCA_DWRR_NUM_QUEUES", 9)], UNSUPPORTED, "number of queues is fixed"


def half_right():
    """Requests with an invalid last part: the valid parts must have no effect either."""
    good = [u64("TCA_DWRR_RATE64", 1_250_000), u32("TCA_DWRR_PORT_THRESH", 12345),
            queue(u32("TCA_DWRR_QUEUE_QUANTUM", 2000))]
    yield "a valid request with an invalid end", good + [u32("TCA_DWRR_BUCKET", 0)], RANGE, "token bucket"
    yield ("valid queues, then an invalid one",
           [nest("TCA_DWRR_QUEUES",
                 *(nest("TCA_DWRR_QUEUE", u32("TCA_DWRR_QUEUE_INDEX", i),
                        u32("TCA_DWRR_QUEUE_QUANTUM", 4000)) for i in range(9)))],
           INVALID, "the port has no such queue")


class Suite:
    """The tests of a qdisc kind; subclasses provide the requests."""

    kind = ""
    parts = 0            # number of classes of a port
    needed = ()          # attributes that a port requires
    number = ("", 0)     # an attribute of four bytes, and a value out of its range
    requests = 0         # with random faults
    said_once = r"$^"    # what tc shows but does not accept in a change

    def __init__(self, tally):
        self.kernel = Kernel(self.kind)
        self.tally = tally

    def report(self, name, problem):
        self.tally.report(f"{self.kind}: {name}", problem)

    def expect(self, name, answer, wanted, words, before):
        problem = ""
        if answer.errno != wanted or words.lower() not in answer.text.lower():
            problem = f"got {answer}, wanted {errno.errorcode.get(wanted, wanted)} \"{words}\""
        elif self.kernel.state() != before:
            problem = "the port changed"
        self.report(name, problem)

    def refuse_changes(self):
        before = self.kernel.state()
        cases = [(name, request, RANGE, words) for name, request, words in self.out_of_range()]
        for name, request, wanted, words in [*cases, *self.malformed(), *self.half_right()]:
            self.expect(name, self.kernel.change(*request), wanted, words, before)

    def refuse_bad_lengths(self):
        before = self.kernel.state()
        name, bad = self.number
        value = struct.pack("=I", 20000)
        for case, attrs in (
                ("an attribute longer than its nest", options(lying_attr(name, value, 400))),
                ("an attribute shorter than its header", options(lying_attr(name, value, 2))),
                ("a nest that ends within a header", options(u32(name, 20000), b"\x08\0")),
                ("options longer than the message", lying_attr(TCA_OPTIONS | NLA_F_NESTED, b"", 400))):
            answer = self.kernel.change_raw(attrs)
            self.report(case, "" if self.kernel.state() == before and answer.errno in (0, INVALID)
                        else f"got {answer}, or the port changed")
        self.expect("options without NLA_F_NESTED",
                    self.kernel.change_raw(attr(TCA_OPTIONS, u32(name, bad))), INVALID, UNNESTED, before)

    def accept(self):
        """Both ends of each range are accepted, and so is an empty request."""
        for name, request in (("an empty request", []), *self.extremes()):
            answer = self.kernel.change(*request)
            self.report(f"accepted: {name}", str(answer) if answer.errno else "")

    def survive_faults(self):
        """Random faults in a request that sets every option."""
        dice = random.Random(1)
        good = options(*self.everything())
        answers = {}
        for _ in range(self.requests):
            bad = bytearray(good)
            for _ in range(dice.randint(1, 3)):
                bad[dice.randrange(len(bad))] = dice.choice((0, 1, 0x7f, 0x80, 0xff, dice.randrange(256)))
            if dice.random() < 0.2:
                del bad[dice.randrange(4, len(bad)) & ~3:]
            answer = self.kernel.change_raw(bytes(bad)).errno
            answers[answer] = answers.get(answer, 0) + 1
        summary = ", ".join(f"{errno.errorcode.get(number, 'accepted')} {count}" for number, count in sorted(answers.items()))
        problem = "" if {0, INVALID, RANGE} <= answers.keys() else f"one-sided answers: {summary}"
        self.report(f"{self.requests} requests with faults ({summary})", problem)

        shown = subprocess.run(["tc", "qdisc", "show", "dev", DEV], check=True, capture_output=True, text=True).stdout
        words = re.sub(rf"^qdisc {self.kind} 1: root refcnt \d+ |{self.said_once}", "", shown)
        before = self.kernel.state()
        again = subprocess.run(["tc", "qdisc", "change", "dev", DEV, "root", "handle", "1:", self.kind, *words.split()],
                               capture_output=True, text=True)
        self.report("tc accepts what it shows after them", "" if again.returncode == 0
                    and self.kernel.state() == before else f"{again.stderr} {shown}")

    def refuse_additions(self):
        self.report("deleted", str(answer) if (answer := self.kernel.delete()).errno else "")
        before = self.kernel.state()
        for name, request, wanted, words in self.bad_additions():
            self.expect(f"a new port with {name}", self.kernel.add(*request), wanted, words, before)

    def refuse_classes(self):
        """Classes, if there are any, cannot be changed."""

    def run(self):
        answer = self.kernel.add(*self.needed)
        ports, parts = self.kernel.state()
        self.report("a port to test", f"{answer}, {len(ports)} port, {len(parts)} classes"
                    if answer.errno or len(ports) != 1 or len(parts) != self.parts else "")
        self.refuse_changes()
        self.refuse_bad_lengths()
        self.refuse_classes()
        self.accept()
        self.survive_faults()
        self.refuse_additions()


class Dwrr(Suite):
    kind, parts, needed = "dwrr", 8, (RATE,)
    number, requests, said_once = ("TCA_DWRR_BUCKET", 0), 5000, r"queues \d+ "
    out_of_range, malformed, half_right = map(staticmethod, (out_of_range, malformed, half_right))

    def refuse_classes(self):
        before = self.kernel.state()
        for name, kind, flags in (("a class that is changed", RTM_NEWTCLASS, 0),
                                  ("a class that is added", RTM_NEWTCLASS, NLM_F_CREATE | NLM_F_EXCL),
                                  ("a class that is deleted", RTM_DELTCLASS, 0)):
            answer = self.kernel.change_class(kind, flags)
            self.report(name, "" if answer.errno in (UNSUPPORTED, errno.EEXIST, errno.EPERM) and self.kernel.state() == before
                        else f"got {answer}, or the port changed")

    def refuse_questions(self):
        """About schemes, in the generic netlink family."""
        sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
        for option in NETLINK_EXT_ACK, NETLINK_CAP_ACK:
            sock.setsockopt(SOL_NETLINK, option, 1)
        for name, attrs, wanted, words in (
                ("no name", b"", INVALID, "name the scheme"),
                ("a name that is not one", attr("DWRR_A_NAME", b"../red\0"), INVALID, "lower-case letters"),
                ("an unknown name", attr("DWRR_A_NAME", b"nothing\0"), errno.ENOENT, "no such scheme")):
            sock.send(message(family(b"dwrr"), NLM_F_REQUEST, generic_body(N["DWRR_CMD_GET_SCHEME"], attrs)))
            self.expect(f"a question with {name}", Answer(sock.recv(1 << 16)), wanted, words, self.kernel.state())

    def refuse_additions(self):
        super().refuse_additions()
        self.refuse_questions()
        answer = self.kernel.ask(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, 0x10000, TC_H_ROOT, b"")
        self.expect("a new port without options", answer, INVALID, "a port needs a rate", self.kernel.state())

    @staticmethod
    def extremes():
        return (("a parameter of one queue", [params(attr("DWRR_FIELD_NAME", b"queue-thresh\0"),
                                                     u64("DWRR_FIELD_VALUE", 5), u32("DWRR_FIELD_QUEUE", 3))]),
                ("the lowest values", [u64("TCA_DWRR_RATE64", 125000), u32("TCA_DWRR_BUCKET", 1),
                                       u32("TCA_DWRR_IDLE_INTERVAL", 1), u32("TCA_DWRR_SHARED_BUFFER", 1538),
                                       u32("TCA_DWRR_TRUST", 0), u32("TCA_DWRR_DEFAULT_QUEUE", 0),
                                       attr("TCA_DWRR_DSCP_MAP", bytes(64)), attr("TCA_DWRR_PCP_MAP", bytes(8)),
                                       queue(u32("TCA_DWRR_QUEUE_QUANTUM", 256), u64("TCA_DWRR_QUEUE_DSCP", 0),
                                             u32("TCA_DWRR_QUEUE_PCP", 0))]),
                ("the highest values", [u64("TCA_DWRR_RATE64", 50_000_000_000), u32("TCA_DWRR_BUCKET", 100_000_000),
                                        u32("TCA_DWRR_IDLE_INTERVAL", 1_000_000_000),
                                        u32("TCA_DWRR_SHARED_BUFFER", 2**31 - 1),
                                        u32("TCA_DWRR_PORT_THRESH", 2**31 - 1),
                                        u32("TCA_DWRR_TRUST", 1), u32("TCA_DWRR_DEFAULT_QUEUE", 7),
                                        attr("TCA_DWRR_DSCP_MAP", b"\x07" * 63 + b"\xff"),
                                        attr("TCA_DWRR_PCP_MAP", b"\xff" + b"\x07" * 7),
                                        nest("TCA_DWRR_QUEUES", nest("TCA_DWRR_QUEUE", u32("TCA_DWRR_QUEUE_INDEX", 7),
                                             u32("TCA_DWRR_QUEUE_QUANTUM", 2**20),
                                             u64("TCA_DWRR_QUEUE_DSCP", 2**64 - 1), u32("TCA_DWRR_QUEUE_PCP", 255)))]),
                ("counters cleared", [attr("TCA_DWRR_CLEAR", b"")]))

    @staticmethod
    def everything():
        return (u64("TCA_DWRR_RATE64", 1_250_000_000),
                *(u32("TCA_DWRR_" + name, value) for name, value in (
                    ("ECN_SCHEME", 3), ("PORT_THRESH", 30000), ("SHARED_BUFFER", 98304), ("BUFFER_MODE", 1),
                    ("SCHEDULER", 1), ("MARK_AT", 1), ("ROUND_ALPHA", 500), ("IDLE_INTERVAL", 1200), ("BUCKET", 2000),
                    ("TRUST", 1), ("DEFAULT_QUEUE", 2))),
                attr("TCA_DWRR_DSCP_MAP", bytes(i % 8 for i in range(64))), attr("TCA_DWRR_PCP_MAP", bytes(range(8))),
                nest("TCA_DWRR_QUEUES", *(nest("TCA_DWRR_QUEUE", *(
                    u32("TCA_DWRR_QUEUE_" + name, value) for name, value in (
                        ("INDEX", i), ("QUANTUM", 2000), ("THRESH", 20000), ("BUFFER", 50000),
                        ("PRIO", i // 2), ("PCP", 1 << i))), u64("TCA_DWRR_QUEUE_DSCP", 257 << i))
                    for i in range(8))),
                attr("TCA_DWRR_CLEAR", b""))

    @staticmethod
    def bad_additions():
        return (("no rate", [], INVALID, "a port needs a rate"),
                ("a rate of 0", [u64("TCA_DWRR_RATE64", 0)], RANGE, "the rate is 1 Mbit/s"),
                ("no queues", [RATE, u32("TCA_DWRR_NUM_QUEUES", 0)], RANGE, "1 to 64 queues"),
                ("65 queues", [RATE, u32("TCA_DWRR_NUM_QUEUES", 65)], RANGE, "1 to 64 queues"),
                ("a queue beyond the last", [RATE, u32("TCA_DWRR_NUM_QUEUES", 2),
                                      queue(u32("TCA_DWRR_QUEUE_INDEX", 2))], INVALID, "no such queue"))


class Eiffel(Suite):
    kind, number, requests = "eiffel", ("TCA_EIFFEL_GRANULARITY", 0), 2000

    # name, least and greatest value, the values beyond them, words
    numbers = (
        ("POLICY", 0, 5, (6, 2**32 - 1), "the policy is 0"),
        ("RANK_FROM", 0, 2, (3,), "the source of ranks is 0"),
        ("LIMIT", 1, 2**31 - 1, (0, 2**31), "the limit is 1 to 2147483647 packets"),
        ("FLOW_LIMIT", 1, 2**31 - 1, (0, 2**31), "the flow limit is 1 to"),
        ("BUCKETS", 64, 262144, (0, 63, 262145), "a window has 64 to 262144 buckets"),
        ("GRANULARITY", 64, 10**9, (0, 63, 10**9 + 1), "the granularity is 64 to 1000000000 ns"),
        ("HASH_BUCKETS", 1, 2**18, (0, 2**18 + 1), "the flow table has 1 to 262144"),
        ("QUANTUM", 256, 2**20, (0, 255, 2**20 + 1), "a quantum is 256 to 1048576 bytes"),
        ("INITIAL_QUANTUM", 256, 2**20, (0, 255, 2**20 + 1), "an initial quantum is 256 to"),
        ("PACING", 0, 1, (2,), "pacing is 0 (off) or 1 (on)"),
        ("LOW_RATE_THRESHOLD", 0, 2**32 - 1, (), ""),
        ("REFILL_DELAY", 0, 4 * 10**9, (4 * 10**9 + 1,), "the refill delay is 0 to 4000000000 ns"),
        ("ORPHAN_MASK", 0, 2**32 - 1, (), ""),
        ("TIMER_SLACK", 0, 4 * 10**9, (4 * 10**9 + 1,), "the timer slack is 0 to 4000000000 ns"),
        ("BEYOND_HORIZON", 0, 1, (2,), "beyond-horizon is 0"),
        ("DEADLINE_UNIT", 1, 4 * 10**9, (0, 4 * 10**9 + 1), "the deadline unit is 1 to 4000000000 ns"))
    longs = (
        ("MAXRATE64", 1000, 2**64 - 1, (0, 999, 125 * 10**12 + 1, 2**64 - 2), "the maximum rate is 8 kbit/s to 1 Pbit/s"),
        ("CE_THRESHOLD64", 0, 2**64 - 1, (3600 * 10**9 + 1, 2**64 - 2), "the CE threshold is 0 to 3600000000000 ns"),
        ("HORIZON64", 1000, 3600 * 10**9, (0, 999, 3600 * 10**9 + 1), "the horizon is 1000 to 3600000000000 ns"))

    def rows(self):
        """Each attribute's row, and what makes it an attribute."""
        for make, rows in ((u32, self.numbers), (u64, self.longs)):
            for row in rows:
                yield row, lambda name, value, make=make: make("TCA_EIFFEL_" + name, value)

    def out_of_range(self):
        for (name, _, _, beyond, words), make in self.rows():
            for value in beyond:
                yield f"{name} of {value}", [make(name, value)], words

    def malformed(self):
        yield from misfits("TCA_EIFFEL_", ("POLICY", "LIMIT", "GRANULARITY"), ("MAXRATE64", "HORIZON64"))
        yield "clear with a value", [u32("TCA_EIFFEL_CLEAR", 1)], RANGE, "clear has no value"

    def half_right(self):
        good = [u32("TCA_EIFFEL_POLICY", 2), u32("TCA_EIFFEL_LIMIT", 77), u64("TCA_EIFFEL_MAXRATE64", 12345)]
        yield ("a valid request with an invalid end", good + [u32("TCA_EIFFEL_GRANULARITY", 0)], RANGE,
               "the granularity is 64 to 1000000000 ns")

    def extremes(self):
        for which, title in ((1, "the lowest values"), (2, "the highest values")):
            yield title, [make(row[0], row[which]) for row, make in self.rows()]
        yield "counters cleared", [attr("TCA_EIFFEL_CLEAR", b"")]

    def everything(self):
        middle = {"BUCKETS": 4096, "HASH_BUCKETS": 1024, "GRANULARITY": 8000, "HORIZON64": 10**10}
        return [*(make(row[0], middle.get(row[0], row[1] + 1)) for row, make in self.rows()),
                attr("TCA_EIFFEL_CLEAR", b"")]

    def bad_additions(self):
        for name, request, words in self.out_of_range():
            yield name, request, RANGE, words


class Tally:
    def __init__(self):
        self.failures = self.cases = 0

    def report(self, name, problem):
        self.cases += 1
        self.failures += bool(problem)
        print(f"{'not ok' if problem else 'ok'} {self.cases} - {name}" + (f": {problem}" if problem else ""),
              flush=True)

    def run(self, *suites):
        for suite in suites:
            suite(self).run()
        print(f"1..{self.cases}")
        return 1 if self.failures else 0


def run(command):
    subprocess.run(command.split(), check=True)


def family(name):
    """The number of a generic netlink family."""
    sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
    question = generic_body(CTRL_CMD_GETFAMILY, attr(CTRL_ATTR_FAMILY_NAME, name + b"\0"))
    sock.send(message(GENL_ID_CTRL, NLM_F_REQUEST, question))
    data = sock.recv(1 << 16)
    at = 20
    while struct.unpack_from("=H", data, at + 2)[0] != CTRL_ATTR_FAMILY_ID:
        at += (struct.unpack_from("=H", data, at)[0] + 3) & ~3
    return struct.unpack_from("=H", data, at + 4)[0]


def load_schemes(folder="schemes"):
    """Loads the modules of all marking schemes, or of all buffer policies, that are modules; returns their names."""
    names = sorted(name[:-2] for name in os.listdir(os.path.join(HEADERS, "..", folder)) if name.endswith(".c"))
    for name in names:
        run("modprobe sch_dwrr_" + name)
    return names


def unload():
    """Removes both qdiscs, and the schemes before dwrr."""
    subprocess.run("lsmod | grep -oE '^sch_(dwrr|eiffel)[a-z0-9_]*' | xargs -r rmmod", shell=True, check=True)


@contextlib.contextmanager
def dwrr_as_tbf():
    """Within the block, tbf is dwrr, as for the prototype. Afterwards it is the kernel's: other tests may follow in this guest."""
    unload()
    subprocess.run(["modprobe", "--remove", "sch_tbf"], check=False, stderr=subprocess.DEVNULL)
    run("modprobe sch_dwrr legacy_tbf=1")
    try:
        yield
    finally:
        unload()


class Tbf:
    """The kind tbf of dwrr, for users of the prototype: sch_dwrr legacy_tbf=1."""

    def __init__(self, tally):
        self.tally = tally

    def run(self):
        self.refuse_two()
        with dwrr_as_tbf():
            self.refuse()

    def refuse_two(self):
        """The kernel's tbf and this one."""
        unload()
        run("modprobe sch_tbf")
        problem = subprocess.run(["modprobe", "sch_dwrr", "legacy_tbf=1"], check=False, capture_output=True, text=True).stderr
        self.tally.report("tbf: the kernel's own is loaded", "" if "busy" in problem else f"got {problem}")

    def refuse(self):
        kernel = Kernel("tbf")
        for name, request in (("a new port", kernel.add), ("a port", kernel.change)):
            for missing, attrs, words in (("without parameters", [u32(1000, 1)], "lack TCA_TBF_PARMS"),
                                          ("with parameters of 4 bytes", [u32(TCA_TBF_PARMS, 1)], "out of range")):
                answer = request(*attrs)
                self.tally.report(f"tbf: {name} {missing}", "" if answer.errno == INVALID and words in answer.text
                                  else f"got {answer}")
            subprocess.run(["tc", "qdisc", "add", "dev", DEV, "root", "handle", "1:", "tbf", "rate", "1gbit", "burst", "9k",
                            "limit", "9k"], check=False, capture_output=True)
        slow = subprocess.run(["tc", "qdisc", "change", "dev", DEV, "root", "handle", "1:", "tbf", "rate", "9kbit", "burst",
                               "9k", "limit", "9k"], check=False, capture_output=True, text=True).stderr
        self.tally.report("tbf: a rate of 9 kbit/s", "" if "the rate is 1 Mbit/s" in slow else f"got {slow}")
        run(f"tc qdisc del dev {DEV} root")


if __name__ == "__main__":
    run(f"ip link add {DEV} type dummy")
    try:
        sys.exit(Tally().run(Dwrr, Eiffel, Tbf))
    finally:
        run(f"ip link del {DEV}")
