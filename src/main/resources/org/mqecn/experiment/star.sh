# SPDX-License-Identifier: Apache-2.0
# Two services share one port of a switch: bash star.sh SCHEME K DELAY
# K is the marking threshold; DELAY that of each host, half of the base RTT.
#
# This guest is the switch. Around it stand hosts, each a network namespace of its own: five senders
# and one receiver, behind eth1. Service 1 has one flow, in queue 0; service 2 has four, in queue 1.
# It shows the commands as they are typed; what the programs say goes to $OUT, a file each.
set -eu
scheme=$1 threshold=$2 delay=$3

warm_up=0.3     # seconds until the flows have found their rates
measured=0.6    # seconds that count
flowing=1       # both, and a little more: iperf3 takes whole seconds

# Shows a command and runs it. That there was nothing to change (exit status 3) is as good.
show() { printf 'switch# %s\n' "$*"; "$@" || [ $? = 3 ]; }
on() { local host=$1; shift; ip netns exec "$host" "$@"; }

# A host: 1500-byte frames, never a super-packet; DCTCP; and its part of the base RTT. The delay stands
# at the hosts, not at the queue under test, and netem has room for all that is under way.
add_host() {
    local host=$1 port=$2 subnet=10.0.${2#eth}
    ip netns add "$host"
    ip link add "$port" type veth peer name eth0 netns "$host"
    ip addr add "$subnet.1/24" dev "$port"
    ip link set "$port" up
    ip -n "$host" link set lo up
    ip -n "$host" addr add "$subnet.2/24" dev eth0
    ip -n "$host" link set eth0 up
    ip -n "$host" route add default via "$subnet.1" rto_min 10ms
    on "$host" ethtool -K eth0 tso off gso off gro off
    ethtool -K "$port" gro off
    on "$host" sysctl -qw net.ipv4.tcp_congestion_control=dctcp net.ipv4.tcp_ecn=1
    tc -n "$host" qdisc add dev eth0 root netem delay "$delay" limit 100000
}

echo "# A switch with a receiver behind eth1 and five senders: 1500-byte frames, DCTCP, $delay of delay at each host."
sysctl -qw net.ipv4.ip_forward=1
add_host receiver eth1
for i in 1 2 3 4 5; do add_host "sender$i" "eth$((i + 1))"; done
receiver=10.0.1.2

echo "# Its port eth1 is shaped a little below the line, so that the queue stands where it can be seen."
show mqecn install eth1 --rate 995mbit --shared-buffer 96k --port-thresh "$threshold" --queue-thresh "all:$threshold"
show mqecn set ecn-scheme "$scheme"
mqecn get eth1 -o json > "$OUT/config.json"

echo '# Service 1 sends one flow (DSCP 0, queue 0), service 2 four flows (DSCP 1, queue 1).'
for i in 1 2 3 4 5; do
    on receiver iperf3 --server --one-off --port "500$i" --interval 0.1 --json > "$OUT/receiver$i.json" &
done
sleep 0.1
for i in 1 2 3 4 5; do
    set -- iperf3 --client $receiver --port "500$i" --dscp $((i > 1)) --time $flowing --interval 0.1 --json
    echo "sender$i# $*"
    on "sender$i" "$@" > "$OUT/sender$i.json" &
done
sleep $warm_up
show mqecn clear eth1
for i in 1 2; do
    mqecn demo probe "sender$i" receiver $receiver --dscp $((i > 1)) --every 1ms --during ${measured}s > "$OUT/probe$i.csv" &
done
mqecn demo sample eth1 --every 200us --during ${measured}s > "$OUT/samples.csv"
show mqecn stats
mqecn stats eth1 -o json > "$OUT/stats.json"

# What shows that the run is what it is meant to be.
for i in 1 2 3 4 5; do on "sender$i" ss -tinOH dport = ":500$i" > "$OUT/sockets$i.txt"; done
wait
ip -s -j link show > "$OUT/links.json"
for host in receiver sender1 sender2 sender3 sender4 sender5; do
    tc -n "$host" -s -j qdisc show dev eth0 > "$OUT/netem-$host.json"
done
{ uname -r; iperf3 --version | head -1; tc -V; } > "$OUT/versions.txt"
