#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Functions that run a virtual machine for counting instructions, to be sourced:
# the kernel of the distribution in QEMU, where with -icount each instruction takes
# one nanosecond, so that clocks count instructions. Results do not depend on the
# host. Requires $top, the checkout; creates and removes $work, which contains $root,
# the files of the machine.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root

for tool in qemu-system-x86_64 cpio busybox depmod; do
    command -v $tool >/dev/null || missing="${missing:-}$tool "
done
if [ -n "${missing:-}" ]; then
    echo "bench: not found: $missing" >&2
    echo "  apt-get install qemu-system-x86 cpio busybox-static kmod" >&2
    exit 1
fi

image=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: //p' | head -1)
release=${image#linux-image-}
cache=${MQECN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mqecn}/bench/$release
tc=$(command -v tc)
ip=$(command -v ip)

fetch_kernel() {
    [ -e "$cache/boot/vmlinuz-$release" ] && return
    mkdir -p "$cache"
    (cd "$work" && apt-get -q download "$image" >/dev/null 2>&1 && dpkg -x "$image"_*.deb "$cache")
}

# Adds the given modules of the kernel, in the order of their dependencies, and the modules of mqecn.
add_modules() {
    mkdir -p "$root/modules"
    [ -e "$cache/lib/modules/$release/modules.dep" ] || depmod -b "$cache" "$release"
    number=100
    for module in $(modprobe --dirname "$cache" --set-version "$release" --all --show-depends "$@" |
            awk '$1 == "insmod" && !seen[$2]++ { print $2 }'); do
        cp "$module" "$root/modules/$number-${module##*/}"
        number=$((number + 1))
    done
    cp -r "$top/kmod" "$work/kmod"
    make -s -C "/usr/src/linux-headers-$release" M="$work/kmod" modules >/dev/null 2>&1
    cp "$work"/kmod/sch_*.ko "$root/modules/"
}

# Adds the files listed on standard input, at the same paths, and the shared libraries that they need.
add_files() {
    sort -u >"$work/files"
    { cat "$work/files"; xargs ldd <"$work/files" 2>/dev/null |
        awk '/\(0x/ { for (i = 1; i <= NF; i++) if ($i ~ /^\//) print $i }'; } |
        cpio -pdmuL --quiet "$root"
}

add_programs() {
    mkdir -p "$root/proc" "$root/sys" "$root/dev" "$root/run" "$root/tmp" "$root/bin" "$root/tc"
    cp "$(command -v busybox)" "$root/bin/busybox"
    printf '%s\n' /bin/sh "$tc" "$ip" | add_files
    make -s -C "$top/kmod/tc" O="$root/tc"
}

# Begins the init script of the machine.
begin_init() {
    cat >"$root/init" <<END_OF_INIT
#!/bin/sh
export PATH=$(dirname "$tc"):$(dirname "$ip"):/bin TC_LIB_DIR=/tc
/bin/busybox --install -s /bin
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
for module in /modules/*.ko; do insmod \$module; done 2>/dev/null
END_OF_INIT
    chmod +x "$root/init"
}

# Ends the init script and packs the files of the machine into an initrd.
pack() {
    echo 'poweroff -f' >>"$root/init"
    (cd "$root" && find . | cpio -o -H newc 2>/dev/null) >"$work/initrd"
}

# boot MEGABYTES OPTION...: replaces this shell by QEMU with these options and those in $qemu; prints the machine's console.
boot() {
    memory=$1
    shift
    exec qemu-system-x86_64 -cpu qemu64,+rdrand -accel tcg -m "$memory" \
        -display none -monitor none -serial stdio -no-reboot \
        -kernel "$cache/boot/vmlinuz-$release" -initrd "$work/initrd" ${qemu:-} "$@" </dev/null
}

# observe PLUGIN: has a plugin of QEMU, profile or cache, observe what is executed between two calls of mark in the machine.
observe() {
    mkdir -p "$root/bin"
    cc -O2 -shared -fPIC -o "$work/plugin.so" "$top/src/bench/$1.c"
    cc -O2 -static -o "$root/bin/mark" "$top/src/bench/mark.c"
    qemu="-plugin $work/plugin.so"
}

# count MEGABYTES MODULE...: runs the script on standard input in the machine, with a dummy device d0 and pktgen on it;
# prints the RESULT lines of the script. $processors, an option of QEMU, replaces the counting processor. The script has
# these functions: packet FILE WORDS, a command of pktgen; pktgen_device FILE; stock_qdiscs RATE BURST, tbf with ets and
# eight reds on d0, the closest equivalent of a dwrr port in a stock kernel; add KIND [OPTION...], a root qdisc of d0;
# add_flows fq|eiffel [OPTION...], one with high limits that paces each packet of 1000 bytes, slow flows as well. For plugins,
# which observe what is between two marks, observe_port NAME and observe_flows NAME FLOWS PACKETS: packets of pktgen and of
# paced sockets through the qdisc of d0, then a line "RESULT of NAME port|FLOWS PACKETS", and the qdisc is removed.
count() {
    megabytes=$1
    shift
    fetch_kernel
    add_modules dummy pktgen "$@"
    add_programs
    cc -static -O2 -o "$root/bin/paced" "$top/src/bench/paced.c"
    begin_init
    cat >>"$root/init" <<END_OF_INIT
$ip link add d0 type dummy && $ip link set d0 up
packet() { echo "\$2" >/proc/net/pktgen/\$1; }
pktgen_device() {
    for setting in "delay 0" "dst 10.0.0.1" "dst_mac 02:00:00:00:00:01" "xmit_mode queue_xmit"; do packet \$1 "\$setting"; done
}
stock_qdiscs() {
    $tc qdisc add dev d0 root handle 1: tbf rate \$1 burst \$2 limit 2m
    $tc qdisc add dev d0 parent 1:1 handle 2: ets bands 8 quanta 1538 1538 1538 1538 1538 1538 1538 1538
    for b in 1 2 3 4 5 6 7 8; do
        $tc qdisc add dev d0 parent 2:\$b red limit 2000000 min 30000 max 30001 avpkt 1500 burst 21 ecn probability 1 bandwidth 10gbit
    done
}
add() { $tc qdisc add dev d0 root "\$@"; }
add_flows() {
    case \$1 in
    fq) shift; add fq limit 1000000 flow_limit 100000 quantum 1000 initial_quantum 1000 low_rate_threshold 0 "\$@";;
    eiffel) shift; add eiffel limit 1000000 flow-limit 100000 quantum 1000 initial-quantum 1000 low-rate-threshold 0 "\$@";;
    esac
}
observe_port() {
    for setting in "pkt_size 1500" "tos 2" "count 20000"; do packet d0 "\$setting"; done
    packet pgctrl start
    mark
    packet pgctrl start
    mark
    observed \$1 port 20000
}
observe_flows() {
    # 125,000 packets of 1000 bytes per second in total; a flow may send 1.25 times its share
    paced sockets \$2 \$((125000000 * 5 / 4 / \$2)) \$3 8000 >/dev/null
    observed "\$@"
}
observed() { echo "RESULT of \$*"; $tc qdisc del dev d0 root 2>/dev/null; }
packet kpktgend_0 "add_device d0"
pktgen_device d0
END_OF_INIT
    cat >>"$root/init"
    pack
    (boot "$megabytes" ${processors:--icount shift=0,sleep=off} -append "console=ttyS0 quiet panic=-1 nokaslr") >"$work/console" 2>&1
    tr -d '\r' <"$work/console" | sed -n 's/.*RESULT/RESULT/p'
}
