#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Runs `mqecn bench cpu` on a dedicated virtual machine: the kernel of the distribution, which has fq, with the modules of
# mqecn. Its processor executes 10^9 instructions per virtual second, so that CPU time counts instructions and does not
# depend on the load of the host. Caches and memory latency are not modelled. The machine uses up to 6 GB of memory.
#
#   cpu.sh RESULTS OPTION...		between two namespaces of the machine
#   cpu.sh --two RESULTS OPTION...	from one machine to another; while idle, their clocks follow the clock of the
#					host, so that results vary slightly
#
# OPTION: as in bench cpu. RESULTS: folder for `mqecn report`. The output ends with the table. A virtual second at full
# load takes 3 to 8 s: with 1000 flows at 400 Mbit/s a run of 12 s takes half a minute.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
machines=1
[ "${1:-}" != --two ] || { machines=2; shift; }
[ $# -gt 0 ] || { sed -n 's/^#   //p' "$0" >&2; exit 2; }
results=$1
shift
. "$top/src/bench/counted.sh"

# Adds the JVM and mqecn, at the same paths as here.
add_mqecn() {
    java=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
    { find -L "$java/lib" "$java/conf" "$java/bin/java" -type f ! -name ct.sym
      find "$top/target" -maxdepth 1 -name '*.jar' -o -maxdepth 1 -name '*.jsa' -o -maxdepth 1 -name '*.so'
      find "$top/kmod/tc" -name '*.so'
      printf '%s\n' "$top/cli/mqecn"
      command -v env sysctl ethtool; } | add_files
}

# Quotes each argument for a shell.
quoted() { for argument in "$@"; do printf " '%s'" "$(printf %s "$argument" | sed "s/'/'\\\\''/g")"; done; }

fetch_kernel
add_modules virtio_pci virtio_blk virtio_net veth sch_fq
add_programs
add_mqecn
begin_init
cat >>"$root/init" <<END
export JAVA_HOME=$java HOME=/run
ulimit -n 200000
ip link set lo up
mkdir /run/results
cd /run
case \$(cat /proc/cmdline) in
*server*)
    ip addr add 10.90.0.2/24 dev eth0; ip link set eth0 up
    $top/cli/mqecn traffic server 10.90.0.2;;
*client*)
    ip addr add 10.90.0.1/24 dev eth0; ip link set eth0 up
    sysctl -qw net.ipv4.tcp_tso_rtt_log=0 net.ipv4.ip_local_port_range="1024 65535"   # as between namespaces
    until nc -w 1 10.90.0.2 5300 </dev/null; do sleep 1; done
    set -- --server 10.90.0.2 --device eth0;;
esac
if [ -b /dev/vda ]; then
    $top/cli/mqecn bench cpu "\$@"$(quoted "$@") --out /run/results
    echo \$? >status
    tar c status results >/dev/vda
fi
END
pack

# machine ROLE OPTION...: boots a machine with these QEMU options
machine() {
    role=$1
    shift
    boot 6144 -append "console=ttyS0 quiet panic=-1 role=$role" "$@"
}

# wire_end ROLE on|off OPTION...: boots one of two connected machines; on: it listens for the other
wire_end() {
    role=$1
    listens=$2
    shift 2
    machine "$role" -icount shift=0,sleep=on -device virtio-net-pci,netdev=wire,romfile= \
        -netdev "stream,id=wire,server=$listens,addr.type=unix,addr.path=$work/wire" "$@"
}

truncate -s 256M "$work/disk"
disk=if=virtio,format=raw,file=$work/disk
if [ $machines = 1 ]; then
    (machine alone -icount shift=0,sleep=off -seed 1 -rtc base=2026-01-01,clock=vm -nic none -drive "$disk")
else
    wire_end server on >"$work/server" &
    server=$!
    trap 'kill $server; rm -rf "$work"' EXIT
    until [ -e "$work/wire" ]; do sleep 0.1; done
    (wire_end client off -drive "$disk")
fi
tar x -C "$work" -f "$work/disk"
[ -e "$work/status" ] || { echo "bench: the machine did not finish" >&2; exit 1; }
mkdir -p "$results"
cp -r "$work/results/." "$results/"
exit "$(cat "$work/status")"
