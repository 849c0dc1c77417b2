#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs a release of Debian into the folder `root` below the current one, with its kernel, the kernel's headers, its
# compiler, sparse and iproute2, and prepares the kernel for a guest: `kernel`, `initrd` and
# `release`, the output of `uname -r` there.
#
#   stock.sh RELEASE        bookworm, trixie, sid, bookworm-backports, …
#
# The packages come from the mirror that apt uses on this machine.
set -eu
suite=$1
base=${suite%-backports}
root=$PWD/root
log=$PWD/log
. ./debian.sh

[ -e "/usr/share/debootstrap/scripts/$base" ] || {
    echo "debootstrap knows no release '$base': see /usr/share/debootstrap/scripts" >&2
    exit 1
}
source=$(package_source)
site=${source#* }
export INITRD=No                # the guest needs a much smaller initial RAM disk

say "install the base system of $base (about two minutes)"
packages=busybox-static,gcc,iproute2,kmod,libc6-dev,make,sparse
quietly debootstrap --variant=minbase --include="$packages" "$base" "$root" "$site"

say "install the kernel of $suite, its headers and its compiler (about two minutes)"
echo "deb $site $suite main" >"$root/etc/apt/sources.list.d/suite.list"
[ "$base" = "$suite" ] && rm "$root/etc/apt/sources.list.d/suite.list"
quietly chroot "$root" apt-get update --quiet
# libelf and the like of the headers are wanted from the same suite.
architecture=$(dpkg --print-architecture)
quietly chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends \
    --target-release "$suite" "linux-image-$architecture" "linux-headers-$architecture"
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*

release=$(ls -v "$root/lib/modules" | tail -n 1)
[ -e "$root/boot/vmlinuz-$release" ] || { echo "no kernel in the packages of $suite" >&2; exit 1; }
say "create the initial RAM disk of $release"
initrd "$root" "$release" initrd-init initrd virtio_pci 9pnet_virtio 9p overlay
cp "$root/boot/vmlinuz-$release" kernel
echo "$release" >release
