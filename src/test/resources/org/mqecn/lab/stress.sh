#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Changes, dumps, clears, replaces and removes ports, devices, namespaces and modules for some time while two processors
# send through them, and checks that no port loses count of a packet. The kernel's checkers look for faults meanwhile.
#
#   stress.sh SECONDS
set -eu
. "$(dirname "$0")/pktgen.sh"
delay=20000
rounds=0 packets=0

# in_turn COMMAND: runs it in a loop until the round ends. Commands may fail: others remove their devices. The pause leaves
# the processors, which are slow, to the senders.
in_turn() { while [ -e /run/round ]; do "$@" || true; sleep 0.3; done >/dev/null 2>&1 & }

pick() { local -n choices=$1; echo "${choices[RANDOM % ${#choices[@]}]}"; }

schemes=(per-queue per-port mq-ecn tcn codel red ecn-sharp mq-ecn-general per-queue-min pi2 tcn-probabilistic none)
buffers=(shared static dynamic-thresholds abm traffic-aware)
policies=(pacing strict srpt edf lqf wfq)

change_dwrr() {
    for _ in 1 2 3 4 5 6 7 8; do
        echo "qdisc change dev one root dwrr ecn-scheme $(pick schemes) scheduler dwrr rate $((RANDOM % 400 + 1))gbit"
        echo "qdisc change dev one root dwrr quantum 1:$((RANDOM + 1538)) prio 2:$((RANDOM % 8)) mark-at dequeue"
        echo "qdisc change dev one root dwrr buffer-mode $(pick buffers)"
        echo "qdisc change dev one root dwrr clear"
        echo "qdisc change dev one root dwrr ecn-scheme tcn scheduler wfq mark-at enqueue"
    done | tc -force -batch -
}

change_eiffel() {
    for _ in 1 2 3 4 5 6 7 8; do
        echo "qdisc change dev ranks root eiffel policy $(pick policies) limit $((RANDOM + 1))"
        echo "qdisc change dev ranks root eiffel hash-buckets $((1 << RANDOM % 11)) granularity $((RANDOM % 64 + 1))us"
        echo "qdisc change dev ranks root eiffel clear"
    done | tc -force -batch -
}

replace() {
    echo "qdisc replace dev two parent 9:$((RANDOM % 2 + 1)) dwrr rate 400gbit queues $((RANDOM % 64 + 1))
qdisc replace dev two parent 9:$((RANDOM % 2 + 1)) dwrr rate 400gbit ecn-scheme pi2 pi2-update 100us histograms on
qdisc replace dev two parent 9:$((RANDOM % 2 + 1)) eiffel
qdisc replace dev two parent 9:$((RANDOM % 2 + 1)) dwrr rate 400gbit ecn-scheme mq-ecn" | tc -force -batch -
}

dump() {
    for _ in $(seq "$dumps"); do
        echo "qdisc show
class show dev one
class show dev two"
    done | tc -s -force -batch -
    for file in /proc/sys/dwrr/*; do read -r _ <"$file"; done
}

write_sysctls() {
    echo $((RANDOM % 7)) >/proc/sys/dwrr/ecn_scheme
    echo $((RANDOM + 1538)) >/proc/sys/dwrr/queue_quantum_1
    echo $((RANDOM % 8)) >/proc/sys/dwrr/queue_prio_1
    echo $((RANDOM % 64)) >/proc/sys/dwrr/queue_dscp_3
    echo $((RANDOM % 2)) >/proc/sys/dwrr/enable_wrr
}

# A namespace with a port ends while TCP sends through it.
namespace() {
    ip netns add short
    ip -n short link add a type veth peer name b
    ip -n short addr add 10.8.0.1/24 dev a
    ip -n short link set a up
    ip -n short link set b up
    ip netns exec short tc qdisc add dev a root dwrr rate 10mbit ecn-scheme mq-ecn
    ip netns exec short ping -q -f -w 1 10.8.0.2
    ip netns del short
}

schemes() { lsmod | grep -o '^sch_dwrr_[a-z0-9_]*'; }
remove_module() { rmmod $(schemes) sch_dwrr; rmmod sch_eiffel; modprobe sch_dwrr; }

# Packets that pktgen has sent through a device.
generated() { sed -n 's/.*pkts-sofar: \([0-9]*\).*/\1/p' "$controls/$1@0" "$controls/$1@1" | paste -sd+ | bc; }

# The kernel with KCSAN starts with it off. It sees a race only if one processor waits at an access, which it does at one in
# so many, while another one makes the same: a dump alone hardly meets a packet.
kcsan=/sys/kernel/debug/kcsan
dumps=1
if [ -e $kcsan ]; then
    echo 200 >/sys/module/kcsan/parameters/skip_watch
    echo on >$kcsan
    dumps=20
fi

# The accesses to memory that KCSAN has watched for others at the same time.
watched() { sed -n 's/^setup_watchpoints: //p' $kcsan; }

# The KUnit suites, on kernels that have it. That of schemes asks all that are loaded.
for scheme in "/lib/modules/$(uname -r)"/sch_dwrr_*.ko; do
    scheme=${scheme##*/}
    modprobe "${scheme%.ko}"
done
for suite in dwrr dwrr_scheme eiffel; do
    [ -e /sys/kernel/debug/kunit ] || break
    modprobe ${suite}_test
    grep -q '^ *ok' /sys/kernel/debug/kunit/$suite/results || fail "no KUnit results of $suite"
    if grep '^ *not ok' /sys/kernel/debug/kunit/$suite/results; then fail "KUnit suite $suite"; fi
    rmmod ${suite}_test
done
modprobe pktgen
echo 0 >/proc/sys/net/ipv6/conf/default/autoconf
end=$((SECONDS + $1))
while [ $SECONDS -lt $end ]; do
    rounds=$((rounds + 1))
    modprobe sch_dwrr
    modprobe sch_eiffel
    for device in one two ranks; do
        ip link add $device numtxqueues 2 type dummy
        ip link set $device up
    done
    # TCP, with GSO packets, between two namespaces.
    add_veth

    tc qdisc add dev one root dwrr rate 400gbit queues 64 shared-buffer 200k
    tc qdisc add dev near root dwrr rate 1gbit ecn-scheme mq-ecn
    tc qdisc add dev two root handle 9: mq
    tc qdisc add dev two parent 9:1 dwrr rate 400gbit
    tc qdisc add dev two parent 9:2 dwrr rate 400gbit
    tc qdisc add dev ranks root eiffel
    touch /run/round
    traffic 0 one two ranks
    ip netns exec far iperf3 -s >/dev/null 2>&1 &
    server=$!
    in_turn timeout 30 iperf3 -c 10.9.0.2 -t 5 -P 4
    in_turn change_dwrr
    in_turn change_eiffel
    in_turn replace
    in_turn dump
    in_turn write_sysctls
    in_turn namespace
    in_turn remove_module
    for _ in 1 2 3; do
        sleep 5
        balanced one "round $rounds, under load"
        balanced near "round $rounds, TCP under load"
    done
    for device in one two ranks; do
        sent=$(generated $device)
        [ "$sent" -gt 0 ] || fail "round $rounds: no packet went through $device"
        packets=$((packets + sent))
    done
    # The ports go while packets arrive, in a different way each time.
    case $((rounds % 3)) in
        0) tc qdisc del dev one root; tc qdisc del dev two root; tc qdisc del dev ranks root ;;
        1) ip link del two; ip link del ranks; ip netns del far ;;
        *) ip link set one down; ip link set two down; ip link set one up ;;
    esac
    rm /run/round
    kill $server
    echo stop >$controls/pgctrl
    wait
    for device in one two ranks; do ip link del $device 2>/dev/null || true; done
    remove_veth || true
    ip netns del short 2>/dev/null || true
    until rmmod $(schemes) sch_dwrr; do sleep 1; done
    if [ -e /sys/module/sch_eiffel ]; then rmmod sch_eiffel; fi
done
if [ -e $kcsan ]; then
    [ "$(watched)" -gt 1000 ] || fail "KCSAN watched $(watched) accesses"
    searched=", KCSAN watched $(watched) accesses"
fi
rounds="$rounds round$( ((rounds == 1)) || echo s)"
echo "result: passed: $rounds, $packets packets in $SECONDS s on $(nproc) processors, Linux $(uname -r)${searched:-}"
