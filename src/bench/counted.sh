#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A machine that counts instructions, for the scripts that source this: the
# distribution's own kernel in QEMU, where -icount makes each instruction last one
# nanosecond, so that pktgen's clock counts instructions. The same figures on every
# machine. Wants $top, the checkout; makes and removes $work.
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
tc=$(command -v tc)
ip=$(command -v ip)

fetch_kernel() {
    [ -e "$cache/boot/vmlinuz-$release" ] && return
    mkdir -p "$cache"
    (cd "$work" && apt-get -q download "$image" >/dev/null 2>&1 && dpkg -x "$image"_*.deb "$cache")
}

# Our modules, and those of the kernel that are named.
add_modules() {
    mkdir -p "$root/modules"
    cp -r "$top/kmod" "$work/kmod"
    make -s -C "/usr/src/linux-headers-$release" M="$work/kmod" modules >/dev/null 2>&1
    cp "$work"/kmod/sch_*.ko "$root/modules/"
    for module in "$@"; do
        find "$cache/lib/modules/$release" -name "$module.ko" -exec cp {} "$root/modules/" \;
    done
}

add_programs() {
    mkdir -p "$root/bin" "$root/tc"
    cp "$(command -v busybox)" "$root/bin/busybox"
    for file in "$tc" "$ip" $(ldd "$tc" "$ip" | awk '/\(0x/ { for (i = 1; i <= NF; i++) if ($i ~ /^\//) print $i }' | sort -u); do
        mkdir -p "$root/$(dirname "$file")"
        cp -L "$file" "$root/$file"
    done
    make -s -C "$top/kmod/tc" O="$root/tc"
    cc -static -O2 -o "$root/bin/paced" "$top/src/bench/paced.c"
}

# What every script there begins with: d0, a device that forgets what it is sent, and pktgen on it.
add_init() {
    cat >"$root/init" <<END_OF_INIT
#!/bin/busybox sh
export PATH=/bin:$(dirname "$tc"):$(dirname "$ip") TC_LIB_DIR=/tc
/bin/busybox --install -s /bin
mount -t proc none /proc
mount -t sysfs none /sys
insmod /modules/dummy.ko
insmod /modules/pktgen.ko
for module in /modules/sch_*.ko; do insmod \$module; done 2>/dev/null
$ip link add d0 type dummy && $ip link set d0 up
packet() { echo "\$2" >/proc/net/pktgen/\$1; }
packet kpktgend_0 "add_device d0"
for setting in "delay 0" "dst 10.0.0.1" "dst_mac 02:00:00:00:00:01" "xmit_mode queue_xmit"; do packet d0 "\$setting"; done
END_OF_INIT
    cat >>"$root/init"
    echo 'poweroff -f' >>"$root/init"
    chmod +x "$root/init"
}

# count MEGABYTES MODULE...: runs the script on standard input there; its RESULT lines go to standard output.
count() {
    memory=$1
    shift
    root=$work/root
    mkdir -p "$root/proc" "$root/sys" "$root/dev"
    fetch_kernel
    add_modules dummy pktgen "$@"
    add_programs
    add_init
    (cd "$root" && find . | cpio -o -H newc 2>/dev/null | gzip -1) >"$work/initrd"
    qemu-system-x86_64 -cpu qemu64,+rdrand -accel tcg -icount shift=0,sleep=off -m "$memory" -nographic -no-reboot \
        -kernel "$cache/boot/vmlinuz-$release" -initrd "$work/initrd" \
        -append "console=ttyS0 quiet panic=-1" </dev/null >"$work/console" 2>&1
    tr -d '\r' <"$work/console" | sed -n 's/.*RESULT/RESULT/p'
}
