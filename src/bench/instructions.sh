#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Instructions a packet, exactly: the distribution's own kernel in QEMU, where
# -icount makes each instruction last one nanosecond, so that pktgen's clock
# counts instructions. The same figures on every machine. Takes about two minutes.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
packets=${PACKETS:-100000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for tool in qemu-system-x86_64 cpio gzip busybox; do
    command -v $tool >/dev/null || missing="${missing:-}$tool "
done
if [ -n "${missing:-}" ]; then
    echo "bench: not found: $missing" >&2
    echo "  apt-get install qemu-system-x86 cpio gzip busybox-static" >&2
    exit 1
fi

image=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: //p' | head -1)
release=${image#linux-image-}
cache=${MQECN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mqecn}/bench/$release
if [ ! -e "$cache/boot/vmlinuz-$release" ]; then
    mkdir -p "$cache"
    (cd "$work" && apt-get -q download "$image" >/dev/null 2>&1 && dpkg -x "$image"_*.deb "$cache")
fi
modules=$cache/lib/modules/$release

cp -r "$top/kmod" "$work/kmod"
make -s -C "/usr/src/linux-headers-$release" M="$work/kmod" modules >/dev/null 2>&1

root=$work/root
mkdir -p "$root/bin" "$root/proc" "$root/sys" "$root/dev" "$root/modules" "$root/tc"
cp "$(command -v busybox)" "$root/bin/busybox"
tc=$(command -v tc)
ip=$(command -v ip)
for file in "$tc" "$ip" $(ldd "$tc" "$ip" | awk '/\(0x/ { for (i = 1; i <= NF; i++) if ($i ~ /^\//) print $i }' | sort -u); do
    mkdir -p "$root/$(dirname "$file")"
    cp -L "$file" "$root/$file"
done
make -s -C "$top/kmod/tc" O="$root/tc"
cp "$work/kmod/sch_dwrr.ko" "$root/modules/"
for module in dummy pktgen sch_tbf sch_ets sch_red sch_fq; do
    find "$modules" -name "$module.ko" -exec cp {} "$root/modules/" \;
done

cat >"$root/init" <<END
#!/bin/busybox sh
export PATH=/bin:$(dirname "$tc"):$(dirname "$ip") TC_LIB_DIR=/tc
/bin/busybox --install -s /bin
mount -t proc none /proc
mount -t sysfs none /sys
for m in dummy pktgen sch_tbf sch_ets sch_red sch_fq sch_dwrr; do insmod /modules/\$m.ko 2>/dev/null; done
$ip link add d0 type dummy && $ip link set d0 up
packet() { echo "\$2" >/proc/net/pktgen/\$1; }
packet kpktgend_0 "add_device d0"
for setting in "count $packets" "pkt_size 1500" "delay 0" "dst 10.0.0.1" "dst_mac 02:00:00:00:00:01" \\
               "xmit_mode queue_xmit" "tos 2"; do packet d0 "\$setting"; done
measure() {
    packet pgctrl start
    echo "RESULT \$1 \$(sed -n 's/.*OK: \([0-9]*\).*/\1/p' /proc/net/pktgen/d0) \$($tc -s qdisc show dev d0 | sed -n 's/.* \([0-9]*\) pkt.*/\1/p' | head -1)"
    $tc qdisc del dev d0 root 2>/dev/null
}
rate=100gbit
measure noqueue
$tc qdisc add dev d0 root pfifo && measure pfifo
$tc qdisc add dev d0 root fq && measure fq
$tc qdisc add dev d0 root tbf rate \$rate burst 1m limit 2m && measure tbf
$tc qdisc add dev d0 root handle 1: tbf rate \$rate burst 1m limit 2m
$tc qdisc add dev d0 parent 1:1 handle 2: ets bands 8 quanta 1538 1538 1538 1538 1538 1538 1538 1538
for b in 1 2 3 4 5 6 7 8; do
    $tc qdisc add dev d0 parent 2:\$b red limit 2000000 min 30000 max 30001 avpkt 1500 burst 21 ecn probability 1 bandwidth 10gbit
done
measure tbf+ets8+8xred
for scheme in none per-queue per-port mq-ecn tcn codel; do
    $tc qdisc add dev d0 root dwrr rate \$rate ecn-scheme \$scheme && measure dwrr/\$scheme
done
poweroff -f
END
chmod +x "$root/init"
(cd "$root" && find . | cpio -o -H newc 2>/dev/null | gzip -1) >"$work/initrd"

qemu-system-x86_64 -accel tcg -icount shift=0,sleep=off -m 512 -nographic -no-reboot \
    -kernel "$cache/boot/vmlinuz-$release" -initrd "$work/initrd" \
    -append "console=ttyS0 quiet panic=-1" </dev/null >"$work/console" 2>&1

# microseconds for all packets, each instruction a nanosecond
tr -d '\r' <"$work/console" | sed -n 's/.*RESULT/RESULT/p' | awk -v packets="$packets" -v kernel="$release" '
    /^RESULT/ {
        each = $3 * 1000 / packets
        if ($2 == "noqueue") base = each
        else if ($4 + 0 < packets) { print "bench: " $2 " did not see the traffic (" $4 + 0 " packets)"; bad = 1 }
        name[++n] = $2; cost[n] = each - base
        if ($2 == "tbf+ets8+8xred") reference = cost[n]
    }
    END {
        if (n < 11) { print "bench: the guest did not finish"; exit 1 }
        printf "instructions a packet above noqueue (%.0f), kernel %s, %d packets of 1500 bytes\n", base, kernel, packets
        for (i = 2; i <= n; i++)
            printf "  %-16s %6.0f   %.2f of tbf+ets8+8xred\n", name[i], cost[i], cost[i] / reference
        exit bad
    }' || { tail -20 "$work/console" >&2; exit 1; }
