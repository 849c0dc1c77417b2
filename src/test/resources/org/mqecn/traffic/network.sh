# SPDX-License-Identifier: Apache-2.0
# The network of VideoTestbed, by hand: a namespace a host, a router between them, and one port in question, the
# router's towards the client. Hosts send no super-packets, and each adds 1 ms to what it sends.
set -e

ip netns add r1
ip netns exec r1 sysctl -qw net.ipv4.ip_forward=1
number=0
for host in server1 server2 balancer client; do
    number=$((number + 1))
    ip netns add $host
    ip link add eth0 netns $host type veth peer name $host netns r1
    ip -n r1 address add 10.0.$number.1/24 dev $host
    ip -n r1 link set $host up
    ip -n $host address add 10.0.$number.2/24 dev eth0
    ip -n $host link set eth0 gso_max_segs 1
    ip -n $host link set eth0 up
    ip -n $host link set lo up
    ip -n $host route add default via 10.0.$number.1 rto_min 10ms
    ip netns exec $host sysctl -qw net.ipv4.tcp_ecn=1 net.ipv4.tcp_congestion_control=dctcp
    tc -n $host qdisc add dev eth0 root netem delay 1ms limit 100000
done

# port KIND…: what stands in front of the client.
port() {
    tc -n r1 qdisc delete dev client root 2>/dev/null || true
    tc -n r1 qdisc add dev client root handle 1: "$@"
}

# stream ARGUMENTS…: viewers at the client, who ask the balancer.
stream() {
    ip netns exec client mqecn traffic stream http://10.0.3.2:8080/ "$@"
}

# accounts NAME: what the servers logged and the port counted so far; then they begin anew.
accounts() {
    for host in server1 server2 balancer; do
        cp /run/services/$host/access.log /out/$1-$host.log
        : > /run/services/$host/access.log
    done
    tc -n r1 -s -j qdisc show dev client > /out/$1-port.json
}
