#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A machine that counts instructions, for the scripts that source this: the
# distribution's own kernel in QEMU, where -icount makes each instruction last one
# nanosecond, so that clocks count instructions. The same figures on every machine.
# Wants $top, the checkout; makes and removes $work, with $root, the machine's files.
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

# Those of the kernel that are named, in the order in which they need each other, and ours.
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

# Files that are named on standard input, at the same place there, and the libraries that they need.
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

# What every script there begins with.
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

# Packs the machine's files, whose init ends it.
pack() {
    echo 'poweroff -f' >>"$root/init"
    (cd "$root" && find . | cpio -o -H newc 2>/dev/null) >"$work/initrd"
}

# boot MEGABYTES OPTION...: of QEMU, which takes the place of this shell; what the machine says goes to standard output.
boot() {
    memory=$1
    shift
    exec qemu-system-x86_64 -cpu qemu64,+rdrand -accel tcg -m "$memory" \
        -display none -monitor none -serial stdio -no-reboot \
        -kernel "$cache/boot/vmlinuz-$release" -initrd "$work/initrd" "$@" </dev/null
}

# count MEGABYTES MODULE...: runs the script on standard input there, which finds d0, a device that forgets what it is
# sent, and pktgen on it; its RESULT lines go to standard output.
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
packet kpktgend_0 "add_device d0"
for setting in "delay 0" "dst 10.0.0.1" "dst_mac 02:00:00:00:00:01" "xmit_mode queue_xmit"; do packet d0 "\$setting"; done
END_OF_INIT
    cat >>"$root/init"
    pack
    (boot "$megabytes" -icount shift=0,sleep=off -append "console=ttyS0 quiet panic=-1") >"$work/console" 2>&1
    tr -d '\r' <"$work/console" | sed -n 's/.*RESULT/RESULT/p'
}
