#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Checks what differs between versions of the kernel: parents count each segment of a GSO packet once (since 7.0 a
# packet carries its number of segments), and the time of a packet is that of its clock (since 6.10 a packet tells it).
set -eu
. "$(dirname "$0")/network.sh"

since() { [ "$(printf '%s\n%s\n' "$1" "$(uname -r)" | sort --version-sort | head -n 1)" = "$1" ]; }

# show FILTER: a field of the qdiscs of the device.
show() { tc -s -j qdisc show dev near | jq -r "$1"; }

# Packets that the parent and its children have sent.
packets() { show '[(.[] | select(.kind == "prio").packets), ([.[] | select(.kind == "dwrr").packets] | add)] | join(" ")'; }

add_veth
tc qdisc add dev near root handle 1: prio
for band in 1 2 3; do tc qdisc add dev near parent 1:$band dwrr rate 200mbit; done
read -r parent children <<<"$(packets)"      # those of IPv6, from before and after the children came
# Two megabytes of TCP; iperf3 would leave the end of them in the socket.
ip netns exec far python3 - <<'PYTHON' &
import socket
listener = socket.create_server(("10.9.0.2", 5001))
receiver, _ = listener.accept()
while receiver.recv(65536):
    pass
PYTHON
until listening 5001; do sleep 0.1; done
python3 - <<'PYTHON'
import socket
sender = socket.create_connection(("10.9.0.2", 5001))
sender.sendall(bytes(2_000_000))
PYTHON
wait
until [ "$(show '[.[].qlen] | add')" = 0 ]; do sleep 0.1; done
read -r parent_now children_now <<<"$(packets)"
parent=$((parent_now - parent)) children=$((children_now - children))
[ "$children" -gt 1381 ] || fail "only $children packets of at most 1448 bytes"
[ "$parent" = "$children" ] || fail "the parent counts $parent packets, its children $children"
echo "parent and children count the same segments"

tc qdisc replace dev near root eiffel horizon 20s beyond-horizon drop
clocks=1
if since 6.10; then clocks="1 0 11"; fi
# Monotonic, real-time and TAI: each packet is to leave 5 s from now.
python3 - $clocks <<'PYTHON'
import socket, struct, sys, time
SO_TXTIME = 61
for clock in map(int, sys.argv[1:]):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, SO_TXTIME, struct.pack("=iI", clock, 0))
    due = time.clock_gettime_ns(clock) + 5_000_000_000
    s.sendmsg([b"x"], [(socket.SOL_SOCKET, SO_TXTIME, struct.pack("=Q", due))], 0, ("10.9.0.2", 9))
PYTHON
number=$(echo $clocks | wc -w)
[ "$(show '.[].horizon_drops')" = 0 ] || fail "a time to send was taken for that of another clock"
waiting=$(show '.[].throttled_flows')
[ "$waiting" = "$number" ] || fail "$waiting of $number packets wait for their time"
sleep 6
[ "$(show '.[].throttled_flows')" = 0 ] || fail "packets did not leave at their time"
echo "each packet left at the time of its clock ($clocks)"
remove_veth
