# SPDX-License-Identifier: Apache-2.0
# What the tests of the module's behaviour have in common, inside a guest.
set -e
modprobe sch_dwrr
sysctl -qw net.core.netdev_max_backlog=1000000

# wire NETNS DEV NETNS DEV: two namespaces and a wire between them, on which nothing is sent but
# what a test sends: no IPv6 of the hosts, no ARP. Frames go to another machine's address, so that
# the receiver counts them and does not answer.
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

# scene SCORE RING [SETUP]: plays a score between marks that tell scenes apart. Scenes share a wire;
# one that needs a SETUP has a wire of its own, and so has one that comes after a failure.
made=
scene() {
    echo '["scene"]'
    if [ -n "$3" ] || [ "$made" != shared ]; then
        ip -all netns delete
        wire a ea b eb
        made=${3:+own}
    fi
    status=0
    (eval "$3" && "$FRAMES" a ea b eb $2 < "$1") 2>&1 || status=$?
    [ $status = 0 ] && : ${made:=shared} || made=
    echo "[\"end\",$status]"
}
