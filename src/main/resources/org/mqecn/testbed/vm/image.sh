#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the image of a virtual machine in the current folder, from the files in build/:
#
#   image.sh PACKAGE…
#
# Writes disk.qcow2, kernel and initrd. The image is a minimal Debian system, of the same release and from the same
# mirror as the host, with busybox as init: it boots in seconds, even without hardware virtualization.
set -eu
root=$PWD/build/root
log=$PWD/build/log

say() { echo "$1"; }
quietly() { "$@" >>"$log" 2>&1 || { tail -n 5 "$log" >&2; exit 1; }; }

# The first apt source with a release that debootstrap supports.
source=$(apt-get indextargets --format '$(RELEASE) $(SITE)' 'Created-By: Packages' | while read -r release site; do
    if [ -e "/usr/share/debootstrap/scripts/$release" ]; then echo "$release $site"; break; fi
done)
[ -n "$source" ] || { echo "debootstrap supports no source of apt: see 'apt-get indextargets'" >&2; exit 1; }
release=${source% *} site=${source#* }
kernel=linux-image-cloud-$(dpkg --print-architecture)

say "install packages of $release (about two minutes)"
quietly debootstrap --variant=minbase --include="$(echo "$kernel" "$@" | tr ' ' ',')" "$release" "$root" "$site"

say "copy files"
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* \
    "$root"/usr/share/doc/* "$root"/usr/share/man/* "$root"/usr/share/locale/* "$root"/usr/share/info/*
mkdir -p "$root/etc/mqecn" "$root/etc/acpi/PWRF" "$root/data" "$root/srv/videos" "$root/var/log/nginx"
install -m 755 build/boot "$root/etc/mqecn/boot"
install -m 755 build/agent "$root/etc/mqecn/agent"
install -m 755 build/shutdown "$root/sbin/shutdown"
ln -s /sbin/shutdown "$root/etc/acpi/PWRF/00000080"     # the power button
install -m 644 build/inittab "$root/etc/inittab"
ln -sf /bin/busybox "$root/sbin/init"
ln -sf /bin/busybox "$root/sbin/poweroff"
ln -sf /bin/busybox "$root/sbin/reboot"
quietly chroot "$root" passwd --delete root             # the console is a socket that only root can open

# Modules for the disk, the network, the console and the power button.
say "create initial RAM disk"
modules=$(ls "$root/lib/modules")
mkdir -p build/ram/bin build/ram/modules build/ram/dev build/ram/root
install -m 755 build/initrd-init build/ram/init
cp "$root/bin/busybox" build/ram/bin/
number=100
modprobe --dirname "$root" --set-version "$modules" --all --show-depends \
    virtio_pci virtio_blk ext4 virtio_net virtio_console button evdev |
awk '$1 == "insmod" && !seen[$2]++ { print $2 }' |
while read -r module; do
    target=build/ram/modules/$number-$(basename "$module" | sed 's/\.ko.*/.ko/')
    case $module in
        *.xz) xz -dc "$module" >"$target" ;;
        *.zst) zstd -qdc "$module" >"$target" ;;
        *) cp "$module" "$target" ;;
    esac
    number=$((number + 1))
done
(cd build/ram && find . | cpio --quiet --create --format=newc | gzip -1) >initrd
cp "$root"/boot/vmlinuz-* kernel

say "create disk"
quietly mke2fs -q -t ext4 -O ^has_journal -d "$root" -L mqecn build/disk 4G
quietly qemu-img convert -O qcow2 build/disk disk.qcow2
