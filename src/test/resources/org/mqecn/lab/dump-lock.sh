#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Dumps the queues of a port, and prints which function of the module took the port's lock for that, once for each time:
# the kernel's function tracer tells.
set -eu
tracing=/sys/kernel/tracing
mountpoint -q $tracing || mount -t tracefs none $tracing
ip link add d0 type dummy
ip link set d0 up
tc qdisc add dev d0 root handle 1: dwrr rate 1gbit queues 64
echo _raw_spin_lock_bh >$tracing/set_ftrace_filter
echo function >$tracing/current_tracer
tc -s class show dev d0 | grep -c '^class dwrr'
sed -n 's/.* _raw_spin_lock_bh <-\(dwrr_[a-z_]*\).*/\1/p' $tracing/trace
echo nop >$tracing/current_tracer
ip link del d0
