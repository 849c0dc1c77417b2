#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Tests dwrr as a child of classful qdiscs: traffic passes, GSO packets too; packet
# counts are consistent at all times; the queues drain; change and delete work under
# load.
#
#   parents.sh    as root, in a guest with the module sch_dwrr
#
# Prints one line per case; exits non-zero if one failed.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../resources/org/mqecn/lab/network.sh"
for tool in jq cc iperf3; do
	command -v "$tool" >/dev/null || { echo "parents.sh: $tool is missing" >&2; exit 1; }
done
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cc -O2 -o "$work/mausezahn" "$here/mausezahn.c" || exit
cases=0 failures=0
lines_before=$(dmesg | wc -l)

report() {	# NAME STATUS
	local verdict=ok
	((++cases, $2 == 0)) || { verdict='not ok'; ((++failures)); }
	echo "$verdict $cases - $1"
}

# The counters of the port: each arrived packet was sent, is queued or was dropped.
balanced='.arrived_packets == .sent_packets + .backlog_packets
	+ .dropped_shared_buffer + .dropped_queue_buffer + .dropped_purged
	+ .dropped_filter + .dropped_split'
# The counters of tc agree with them, and the port was used.
used='.sent_packets > 0 and .qlen >= .backlog_packets'

# Of the port below $parent only: tc's JSON of hfsc is not valid.
port() { [[ $(tc -s -j qdisc show dev near parent "$parent" | jq "length > 0 and all(.[]; .kind == \"dwrr\" and $1)") == true ]]; }
drained() { ! tc -s qdisc show dev near | grep backlog | grep -qv 'backlog 0[bp] 0[bp] '; }

flood() {
	MZ_MBIT=$1 "$work/mausezahn" near -p 1000 -A 10.9.0.1 -B 10.9.0.2 -a own \
		-b "$(ip -j -n far link show dev peer | jq -r '.[].address')" \
		-t udp -q -c 0 tos=0x02 2> /dev/null &
}

# eventually COMMAND…: waits up to ten seconds until the command succeeds. A virtual machine may be slow.
eventually() {
	local tries
	for tries in {1..100}; do
		"$@" && return
		sleep 0.1
	done
	return 1
}

sender() { { kill %% && wait %%; } 2>/dev/null; }

# try NAME PARENT COMMAND…: each COMMAND is a tc command for the device near.
try() {
	local name=$1 parent=$2 command
	shift 2
	add_veth
	for command; do
		tc $command
	done
	tc qdisc add dev near parent "$parent" handle 10: dwrr rate 50mbit \
		ecn-scheme mq-ecn port-thresh 20k shared-buffer 60k
	report "$name: added" $?

	ip netns exec far iperf3 -s -1 > /dev/null &
	eventually listening 5201 && iperf3 -c 10.9.0.2 -n 3M > /dev/null
	report "$name: a TCP connection with GSO packets" $?
	eventually drained && port "$balanced and $used"
	report "$name: the queues drain" $?

	tc qdisc change dev near parent "$parent" handle 10: dwrr rate 2mbit
	flood 20
	eventually port "$balanced and $used and .backlog_packets > 0 and .dropped_shared_buffer > 0 and .marked_packets > 0"
	report "$name: counters are consistent under load" $?
	tc qdisc change dev near parent "$parent" handle 10: dwrr rate 200mbit quantum all:3000 &&
		eventually port "$balanced and .backlog_packets <= 1"
	report "$name: a change under load takes effect" $?
	tc qdisc replace dev near parent "$parent" handle 20: dwrr rate 2mbit && eventually port "$balanced and $used"
	report "$name: replaced under load" $?
	ip link set near down && ip link set near up && eventually port "$balanced"
	report "$name: down and up under load" $?
	tc qdisc del dev near root && ! tc qdisc show dev near | grep -q dwrr
	report "$name: the parent is deleted under load" $?
	sender
	remove_veth
}

try prio 1:2 "qdisc add dev near root handle 1: prio priomap 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"
try tbf 1:1 "qdisc add dev near root handle 1: tbf rate 1gbit burst 256k limit 1m"
try netem 1:1 "qdisc add dev near root handle 1: netem delay 1ms limit 100000"
try htb 1:1 "qdisc add dev near root handle 1: htb default 1" \
	"class add dev near parent 1: classid 1:1 htb rate 1gbit"
try hfsc 1:1 "qdisc add dev near root handle 1: hfsc default 1" \
	"class add dev near parent 1: classid 1:1 hfsc sc rate 1gbit"
try drr 1:1 "qdisc add dev near root handle 1: drr" \
	"class add dev near parent 1: classid 1:1 drr" \
	"filter add dev near parent 1: matchall classid 1:1"
try dwrr-below-tbf-below-prio 2:1 \
	"qdisc add dev near root handle 1: prio priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0" \
	"qdisc add dev near parent 1:1 handle 2: tbf rate 1gbit burst 256k limit 1m"

# The kernel gives no options to its default qdisc, and resets what it could not create.
ip link add near numtxqueues 2 type veth && ip link set near up
default=$(sysctl -n net.core.default_qdisc)
sysctl -qw net.core.default_qdisc=dwrr
! tc qdisc add dev near root mq 2> /dev/null
report "mq: a default qdisc without a rate is refused" $?
sysctl -qw net.core.default_qdisc="$default"
ip link del near

# qfq is not tested: with any shaper as a child, tbf included, it prints a WARNING.
log=$(dmesg | tail -n +$((lines_before + 1)))
faults=$(grep -E 'BUG|WARNING|Call Trace|corruption' <<< "$log")
[[ -z $faults ]] || echo "$log"
[[ -z $faults ]]
report "the kernel logged no fault" $?
echo "1..$cases"
((failures == 0))
