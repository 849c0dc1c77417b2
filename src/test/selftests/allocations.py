#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lets each allocation of a request fail, one after the other, until the request succeeds with none failed: to add, change,
replace, show and delete ports of dwrr, also as tbf, with each marking scheme, and of eiffel, to describe the schemes, and to
load the modules. A request that fails must say why and change nothing.

Runs as root, in a guest whose kernel has fault injection (CONFIG_FAILSLAB) and the modules. Prints one line per request
with the number of its allocations; exits non-zero if one failed. kmemleak, after it, finds what was not freed.
"""
import ctypes
import errno
import os
import socket
import struct
import subprocess
import sys

import netlink
from netlink import (DEV, NETLINK_GENERIC, NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE, NLM_F_REQUEST, NLMSG_DONE,
                     NLMSG_ERROR, RATE, RTM_DELQDISC, RTM_GETQDISC, RTM_GETTCLASS, RTM_NEWQDISC, TC_H_ROOT, Dwrr, Eiffel,
                     Kernel, Tally, attr, family, generic_body, load_schemes, message, nest, options, run, u32, u64)

FAULTS = "/sys/kernel/debug/failslab"
MAX_ALLOCATIONS = 2000
# To load a module takes less than the first, and its own code, which runs last, less than the second.
MORE_ALLOCATIONS, OWN_ALLOCATIONS = 1_000_000, 150
NO_MEMORY = (errno.ENOMEM, errno.ENOBUFS)
# The answer itself could not be sent: the request may have been carried out.
UNANSWERED = object()
DWRR_CMD_GET_SCHEME = netlink.N["DWRR_CMD_GET_SCHEME"]
HISTOGRAMS = u32("TCA_DWRR_HISTOGRAMS", 1)
# x86-64
SYS_FINIT_MODULE = 313


class Failure:
    """The nth allocation of this thread fails, within the block (Documentation/fault-injection)."""

    file = os.open("/proc/thread-self/fail-nth", os.O_RDWR)

    def __init__(self, nth):
        self.nth = nth

    def __enter__(self):
        os.pwrite(self.file, str(self.nth).encode(), 0)
        return self

    def __exit__(self, *_):
        left = int(os.pread(self.file, 16, 0).strip(b"\n\0"))
        self.happened, self.allocations = left == 0, self.nth - left
        os.pwrite(self.file, b"0", 0)


def drain(sock):
    """Discards answers, and what the socket says about lost ones."""
    sock.setblocking(False)
    while True:
        try:
            sock.recv(1 << 20)
        except BlockingIOError:
            break
        except OSError:
            continue
    sock.settimeout(5)


def attempt(kernel, request, nth):
    """Returns the errno of the request, 0, or UNANSWERED, and whether its nth allocation failed."""
    with Failure(nth) as failure:
        try:
            outcome = request(kernel)
        except OSError as error:
            outcome = error.errno
    if failure.happened and outcome == errno.ENOBUFS:
        outcome = UNANSWERED
    drain(kernel.socket)
    return outcome, failure.happened


def make(*attrs, flags=NLM_F_CREATE | NLM_F_EXCL):
    return lambda kernel: kernel.ask(RTM_NEWQDISC, flags, 0x10000, TC_H_ROOT, options(*attrs)).errno


def change(*attrs):
    return make(*attrs, flags=0)


def replace(*attrs):
    return make(*attrs, flags=NLM_F_CREATE | NLM_F_REPLACE)


def delete(kernel):
    return kernel.ask(RTM_DELQDISC, 0, 0x10000, TC_H_ROOT, b"").errno


def show(kind):
    """A dump is complete, or it is an error."""
    return lambda kernel: 0 if kernel.dump(kind) in kernel.before else errno.EPROTO


def describe(flags, *attrs):
    """Asks the generic netlink family about the marking schemes."""
    def request(_):
        drain(sock)
        sock.send(question)
        data = sock.recv(1 << 16)
        while flags & NLM_F_DUMP and struct.unpack_from("=H", data, 4)[0] not in (NLMSG_DONE, NLMSG_ERROR):
            data = sock.recv(1 << 16)
        kind, = struct.unpack_from("=H", data, 4)
        return -struct.unpack_from("=i", data, 16)[0] if kind in (NLMSG_DONE, NLMSG_ERROR) else 0

    sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
    sock.settimeout(5)
    question = message(family(b"dwrr"), NLM_F_REQUEST | flags, generic_body(DWRR_CMD_GET_SCHEME, *attrs))
    return request


def schemes():
    """The names of all marking schemes; loads their modules."""
    return ["none", "per-queue", "per-port", "mq-ecn", "tcn", "codel", *load_schemes()]


def cases():
    """(kind, name, request that prepares a port or None, request)"""
    full = [*Dwrr.everything(), u32("TCA_DWRR_NUM_QUEUES", 8), HISTOGRAMS]
    yield "dwrr", "add a port with every option", None, make(*full)
    yield "dwrr", "add a port of 64 queues", None, make(RATE, u32("TCA_DWRR_NUM_QUEUES", 64))
    yield "dwrr", "change every option", make(RATE), change(*Dwrr.everything())
    yield "dwrr", "add a port of one queue with histograms", None, make(RATE, u32("TCA_DWRR_NUM_QUEUES", 1), HISTOGRAMS)
    yield "dwrr", "turn histograms on", make(RATE), change(HISTOGRAMS)
    yield "dwrr", "turn histograms of one queue on", make(RATE, u32("TCA_DWRR_NUM_QUEUES", 1)), change(HISTOGRAMS)
    yield "dwrr", "turn histograms off", make(*full), change(u32("TCA_DWRR_HISTOGRAMS", 0))
    yield "dwrr", "replace a port", make(RATE), replace(*full)
    yield "dwrr", "show a port", make(*full), show(RTM_GETQDISC)
    yield "dwrr", "show the queues", make(*full), show(RTM_GETTCLASS)
    yield "dwrr", "delete a port", make(*full), delete
    for name in schemes():
        scheme = attr("TCA_DWRR_SCHEME", name.encode() + b"\0")
        yield "dwrr", f"add a port with {name}", None, make(RATE, scheme)
        yield "dwrr", f"change to {name}", make(RATE), change(scheme)
        yield "dwrr", f"change from {name}", make(RATE, scheme), change(u32("TCA_DWRR_ECN_SCHEME", 2))
        yield "dwrr", f"show a port with {name}", make(RATE, scheme), show(RTM_GETTCLASS)
        yield "dwrr", f"describe {name}", make(RATE), describe(0, attr("DWRR_A_NAME", name.encode() + b"\0"))
    for name in load_schemes("buffers"):
        policy = attr("TCA_DWRR_BUFFER", name.encode() + b"\0")
        yield "dwrr", f"change to {name}", make(RATE), change(policy)
        yield "dwrr", f"change from {name}", make(RATE, policy), change(u32("TCA_DWRR_BUFFER_MODE", 0))
        yield "dwrr", f"show a port with {name}", make(RATE, policy), show(RTM_GETTCLASS)
    yield ("dwrr", "change parameters of a scheme", make(RATE, attr("TCA_DWRR_SCHEME", b"red\0")),
           change(nest("TCA_DWRR_PARAMS", nest("DWRR_A_PARAM", attr("DWRR_FIELD_NAME", b"red-min\0"),
                                               u64("DWRR_FIELD_VALUE", 1000), u32("DWRR_FIELD_QUEUE", 1)))))
    yield "dwrr", "describe all schemes", make(RATE), describe(NLM_F_DUMP)
    eiffel = object.__new__(Eiffel).everything()
    small = [u32("TCA_EIFFEL_BUCKETS", 128), u32("TCA_EIFFEL_HASH_BUCKETS", 64)]
    for policy in range(netlink.N["__EIFFEL_POLICY_MAX"]):
        yield "eiffel", f"add policy {policy}", None, make(u32("TCA_EIFFEL_POLICY", policy))
        yield "eiffel", f"change to policy {policy}", make(*small), change(u32("TCA_EIFFEL_POLICY", policy))
    yield "eiffel", "add a small port", None, make(*small)
    yield "eiffel", "change every option", make(*small), change(*eiffel)
    yield "eiffel", "replace", make(*small), replace(*eiffel)
    yield "eiffel", "show", make(), show(RTM_GETQDISC)
    yield "eiffel", "delete", make(), delete


def reset(kernel, prepare):
    """Restores the device to the state before the request."""
    delete(kernel)
    if prepare and (number := prepare(kernel)):
        raise RuntimeError(f"no port to test: {errno.errorcode[number]}")
    kernel.before = kernel.state()


def check(kind, prepare, request):
    """Returns the number of allocations, and what went wrong."""
    kernel = Kernel(kind)
    reset(kernel, prepare)
    for nth in range(1, MAX_ALLOCATIONS):
        outcome, failed = attempt(kernel, request, nth)
        if not failed:
            delete(kernel)
            return nth - 1, "" if outcome == 0 else f"without a failure: {errno.errorcode[outcome]}"
        if outcome == 0 or outcome is UNANSWERED:
            reset(kernel, prepare)
        elif outcome not in NO_MEMORY:
            return nth, f"allocation {nth} failed: {errno.errorcode[outcome]}"
        elif kernel.state() != kernel.before:
            return nth, f"allocation {nth} failed, and the port changed"
    return MAX_ALLOCATIONS, "no end"


def tbf_cases():
    """Those of the kind tbf of dwrr."""
    rate = attr(netlink.TCA_TBF_PARMS, struct.pack("=BBHhHI24x", 0, 0, 0, 0, 0, 125000000))
    yield "tbf", "add a port", None, make(rate)
    yield "tbf", "change a port", make(rate), change(rate)


def load(module, parameters=b""):
    """Lets each of the last allocations of loading a module fail, which are those of the module itself; returns how many, and
    what went wrong."""
    path = subprocess.run(["modinfo", "-n", module], check=True, capture_output=True, text=True).stdout.strip()
    libc = ctypes.CDLL(None, use_errno=True)

    def attempt_load(nth):
        with open(path, "rb") as file, Failure(nth) as failure:
            outcome = ctypes.get_errno() if libc.syscall(SYS_FINIT_MODULE, file.fileno(), parameters, 0) else 0
        if outcome == 0:
            run(f"rmmod {module}")
        return outcome, failure

    outcome, failure = attempt_load(MORE_ALLOCATIONS)
    if outcome:
        return 0, f"without a failure: {errno.errorcode[outcome]}"
    for nth in range(failure.allocations - OWN_ALLOCATIONS, failure.allocations + 1):
        outcome, _ = attempt_load(nth)
        if outcome not in (0, errno.ENOMEM):
            return OWN_ALLOCATIONS, f"allocation {nth} failed: {errno.errorcode[outcome]}"
    return OWN_ALLOCATIONS, ""


def main():
    tally, total = Tally(), 0

    def report(name, number, problem):
        nonlocal total
        total += number
        tally.report(f"{name}: {number} allocations", problem)

    for kind, name, prepare, request in cases():
        report(f"{kind}: {name}", *check(kind, prepare, request))
    with netlink.dwrr_as_tbf():
        for kind, name, prepare, request in tbf_cases():
            report(f"{kind}: {name}", *check(kind, prepare, request))
    for module, parameters in (("sch_dwrr", b"legacy_tbf=1"), ("sch_eiffel", b"")):
        report(f"load {module}", *load(module, parameters))
    tally.report(f"{total} allocations failed", "" if total > 500 else "too few")
    print(f"1..{tally.cases}")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    for name, value in (("ignore-gfp-wait", "N"), ("verbose", "0")):
        with open(f"{FAULTS}/{name}", "w", encoding="ascii") as file:
            file.write(value)
    run(f"ip link add {DEV} type dummy")
    try:
        sys.exit(main())
    finally:
        run(f"ip link del {DEV}")
