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

. build/debian.sh

source=$(package_source)
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
initrd "$root" "$(ls "$root/lib/modules")" build/initrd-init initrd \
    virtio_pci virtio_blk ext4 virtio_net virtio_console button evdev
cp "$root"/boot/vmlinuz-* kernel

say "create disk"
quietly mke2fs -q -t ext4 -O ^has_journal -d "$root" -L mqecn build/disk 4G
quietly qemu-img convert -O qcow2 build/disk disk.qcow2
