# SPDX-License-Identifier: Apache-2.0
# Shell functions of the behaviour tests, inside a guest.
set -e
modprobe sch_dwrr
sysctl -qw net.core.netdev_max_backlog=1000000

# wire NETNS DEV NETNS DEV: two namespaces and a veth pair, on which only the test sends packets: no
# IPv6 of the hosts, no ARP. The destination MAC address is not that of the receiver, so the receiver
# counts the frames but does not answer.
wire() {
    for netns in $1 $3; do
        if [ ! -e /run/netns/$netns ]; then
            ip netns add $netns
            ip netns exec $netns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
        fi
    done
    ip link add $2 netns $1 type veth peer name $4 netns $3
    ip -n $1 addr add 10.0.0.1/24 dev $2
    ip -n $3 addr add 10.0.0.2/24 dev $4
    ip -n $3 link set $4 up
    ip -n $1 link set $2 up
    ip -n $1 neigh replace 10.0.0.2 lladdr 02:00:00:00:00:02 dev $2
}

# Prepares each wire of the test cases; a test may redefine it.
prepare() {
    :
}

# mirror NETNS DEV COPY: adds a device COPY that gets a copy of each packet before the root qdisc of
# DEV does; enables IPv6 on DEV, without router solicitations.
mirror() {
    ip link add $3 netns $1 type dummy
    ip netns exec $1 sysctl -qw net.ipv6.conf.$2.disable_ipv6=0 net.ipv6.conf.$2.router_solicitations=0
    ip -n $1 addr add fd00::1/64 dev $2 nodad
    ip -n $1 neigh replace fd00::2 lladdr 02:00:00:00:00:02 dev $2
    ip -n $1 link set $3 up
    tc -n $1 qdisc add dev $2 clsact
    tc -n $1 filter add dev $2 egress matchall action mirred egress mirror dev $3
    sleep 5     # until multicast listeners have been reported
}

# test_case SCRIPT RING [SETUP]: runs a script, between marks that separate test cases. Test cases
# share a wire; one with a SETUP has a separate wire, and so has one after a failure.
export FRAMES
made=
test_case() {
    echo '["test case"]'
    if [ -n "$3" ] || [ "$made" != shared ]; then
        ip -all netns delete
        wire a ea b eb
        prepare
        made=${3:+own}
    fi
    status=0
    (eval "$3" && "$FRAMES" a ea b eb $2 < "$1") 2>&1 || status=$?
    [ $status = 0 ] && : ${made:=shared} || made=
    echo "[\"end\",$status]"
}

# testbed OFFLOADS: namespaces h1, sw and h2 in a row; sw forwards, and its device p2 is the port to
# h2. The RTT between the hosts is 250 µs; the offloads of their devices are on or off.
testbed() {
    for netns in h1 sw h2; do
        ip netns add $netns
        ip netns exec $netns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1 \
            net.ipv4.ip_forward=1 net.ipv4.tcp_ecn=1 net.ipv4.tcp_no_metrics_save=1 \
            net.ipv4.tcp_rmem='4096 67108864 268435456' net.ipv4.tcp_wmem='4096 4194304 4194304'
    done
    ip link add e1 netns h1 type veth peer name p1 netns sw
    ip link add e2 netns h2 type veth peer name p2 netns sw
    ip -n h1 addr add 10.0.1.1/24 dev e1; ip -n sw addr add 10.0.1.2/24 dev p1
    ip -n h2 addr add 10.0.2.1/24 dev e2; ip -n sw addr add 10.0.2.2/24 dev p2
    for device in 'h1 e1' 'sw p1' 'sw p2' 'h2 e2'; do
        set -- "$1" $device
        ip -n $2 link set $3 up
        ip netns exec $2 ethtool -K $3 gro off > /dev/null
    done
    for device in 'h1 e1' 'h2 e2'; do
        set -- "$1" $device
        ip netns exec $2 ethtool -K $3 tso $1 gso $1 > /dev/null
        tc -n $2 qdisc add dev $3 root netem delay 125us limit 1000000
    done
    ip -n h1 route add default via 10.0.1.2
    ip -n h2 route add default via 10.0.2.2
    ip netns exec h2 nft 'add table netdev t; add chain netdev t in { type filter hook ingress device e2 priority 0; };
        add rule netdev t in ip ecn ce counter; add rule netdev t in counter'
}
