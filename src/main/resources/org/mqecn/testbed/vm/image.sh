#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes what a virtual machine boots from, in the current folder, which holds the other files of this folder under
# making/ and takes disk.qcow2, kernel and initrd:
#
#   image.sh PACKAGE…
#
# A Debian of the smallest kind, of the release and from the mirror of the machine that this runs on, with busybox as
# its first process: such a machine is ready in seconds, even where a processor is emulated.
set -eu
root=$PWD/making/root
log=$PWD/making/log

say() { echo "$1"; }
quietly() { "$@" >>"$log" 2>&1 || { tail -n 5 "$log" >&2; exit 1; }; }

# The first of apt's sources that debootstrap knows the release of.
source=$(apt-get indextargets --format '$(RELEASE) $(SITE)' 'Created-By: Packages' | while read -r release site; do
    if [ -e "/usr/share/debootstrap/scripts/$release" ]; then echo "$release $site"; break; fi
done)
[ -n "$source" ] || { echo "apt has no source here that debootstrap knows: see 'apt-get indextargets'" >&2; exit 1; }
release=${source% *} site=${source#* }
kernel=linux-image-cloud-$(dpkg --print-architecture)

say "packages of $release: a minute or two"
quietly debootstrap --variant=minbase --include="$(echo "$kernel" "$@" | tr ' ' ',')" "$release" "$root" "$site"

say "files"
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* \
    "$root"/usr/share/doc/* "$root"/usr/share/man/* "$root"/usr/share/locale/* "$root"/usr/share/info/*
mkdir -p "$root/etc/mqecn" "$root/etc/acpi/PWRF" "$root/data" "$root/srv/videos" "$root/var/log/nginx"
install -m 755 making/boot "$root/etc/mqecn/boot"
install -m 755 making/agent "$root/etc/mqecn/agent"
install -m 755 making/shutdown "$root/sbin/shutdown"
ln -s /sbin/shutdown "$root/etc/acpi/PWRF/00000080"     # the power button
install -m 644 making/inittab "$root/etc/inittab"
ln -sf /bin/busybox "$root/sbin/init"
ln -sf /bin/busybox "$root/sbin/poweroff"
ln -sf /bin/busybox "$root/sbin/reboot"
quietly chroot "$root" passwd --delete root             # its console is a socket of the machine, for root only

# What stands between the kernel and its disk; with it comes all that a machine always needs.
say "initial RAM disk"
modules=$(ls "$root/lib/modules")
mkdir -p making/ram/bin making/ram/modules making/ram/dev making/ram/root
install -m 755 making/initrd-init making/ram/init
cp "$root/bin/busybox" making/ram/bin/
number=100
modprobe --dirname "$root" --set-version "$modules" --all --show-depends \
    virtio_pci virtio_blk ext4 virtio_net virtio_console button evdev |
awk '$1 == "insmod" && !seen[$2]++ { print $2 }' |
while read -r module; do
    target=making/ram/modules/$number-$(basename "$module" | sed 's/\.ko.*/.ko/')
    case $module in
        *.xz) xz -dc "$module" >"$target" ;;
        *.zst) zstd -qdc "$module" >"$target" ;;
        *) cp "$module" "$target" ;;
    esac
    number=$((number + 1))
done
(cd making/ram && find . | cpio --quiet --create --format=newc | gzip -1) >initrd
cp "$root"/boot/vmlinuz-* kernel

say "disk"
quietly mke2fs -q -t ext4 -O ^has_journal -d "$root" -L mqecn making/disk 4G
quietly qemu-img convert -O qcow2 making/disk disk.qcow2
