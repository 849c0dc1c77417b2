#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Tests the packages in clean guests with a release of Debian, its kernel and systemd, under QEMU:
#
#   packages.sh [--from STEP] [RELEASE…]          without names: bookworm trixie
#
# With --from, begins with that step, on the disk as it was before it in an earlier run.
# Builds the packages of this and of a previous version in the release, lintian included. The steps of the package
# manager run in the root directory of a clean system: installation, upgrade, another kernel, removal. Guests start from
# it: they use ports, and bring them back with the other kernel, beside ifupdown, NetworkManager and systemd-networkd, and
# when devices come and go. In the end a user with sudo builds mqecn; Maven's libraries are those of this machine. Prints
# a line for each check, and puts a table of the steps into docs/packages.md; logs are in target/packages/RELEASE. Needs
# root; takes about twenty minutes for each release without hardware virtualization.
set -eu
checkout=$(cd "$(dirname "$0")/../../.." && pwd)
. "$checkout/src/test/sh/chroot.sh"
from=
if [ "${1:-}" = --from ]; then from=$2; shift 2; fi
releases=(${@:-bookworm trixie})
version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' "$checkout/kmod/dkms.conf")
previous=0.0.9
# What a Debian system has and a folder of debootstrap has not; what builds packages.
system=systemd-sysv,udev,dbus,ifupdown,iproute2,kmod,network-manager,nftables
build=gcc,libc6-dev,debhelper,dh-dkms,dpkg-dev,lintian,default-jre-headless

as_arguments() { echo "${1//,/ }"; }

# A copy of a root directory that ends with this process: copy LOWER NAME
copy() {
	mkdir -p "$work/$2" "$work/$2.upper" "$work/$2.work"
	mount -t overlay -o "volatile,lowerdir=$1,upperdir=$work/$2.upper,workdir=$work/$2.work" overlay "$work/$2"
}

# copy_sources FOLDER: all files of the checkout that git knows.
copy_sources() {
	mkdir -p "$1"
	(cd "$checkout" && git ls-files -z | xargs -0 cp --parents -t "$1")
}

# build_packages VERSION FOLDER [VARIABLE=VALUE]: from a copy of the checkout with that version.
build_packages() {
	local tree=$work/builder/tree
	rm -rf "$tree"
	copy_sources "$tree"
	mkdir -p "$tree/target" "$2"
	cp "$checkout"/target/mqecn.jar "$checkout"/target/mqecn.classes "$tree/target/"
	sed -i "1s/(.*)/($1)/" "$tree/debian/changelog"
	sed -i "s/^PACKAGE_VERSION=.*/PACKAGE_VERSION=\"$1\"/" "$tree/kmod/dkms.conf"
	in_root "$work/builder" make -C /tree package "${@:3}"
	cp "$tree"/target/deb/*.deb "$2/"
}

# Makes the root directory a system that can start.
make_system() {
	in_root "$1" apt-get -q -y --no-install-recommends install $(as_arguments $system)
	install -D -m 644 -t "$1/etc/systemd/system" "$checkout/src/test/packages/guest-step.service"
	in_root "$1" systemctl enable guest-step
	echo guest >"$1/etc/hostname"
	echo '/dev/vda / ext4 defaults 0 1' >"$1/etc/fstab"
	cat >"$1/etc/network/interfaces" <<-END
		auto lo
		allow-hotplug eth0 eth1
		iface lo inet loopback
		iface eth0 inet static
			address 192.0.2.1/24
		iface eth1 inet static
			address 198.51.100.1/24
	END
	install -m 600 /dev/stdin "$1/etc/NetworkManager/system-connections/eth2.nmconnection" <<-END
		[connection]
		id=eth2
		type=ethernet
		interface-name=eth2
		[ipv4]
		method=manual
		address1=203.0.113.1/25
	END
	printf '[keyfile]\nunmanaged-devices=interface-name:eth3;interface-name:lan0\n' \
		>"$1/etc/NetworkManager/conf.d/unmanaged.conf"
	printf '[Match]\nName=eth3\n[Network]\nAddress=203.0.113.129/25\n' >"$1/etc/systemd/network/eth3.network"
	in_root "$1" systemctl enable systemd-networkd NetworkManager
	in_root "$1" systemctl disable systemd-networkd-wait-online NetworkManager-wait-online
}

# make_disk ROOT: the guest's disk, mounted in place of the root directory.
make_disk() {
	truncate -s 8G "$work/disk"
	mke2fs -q -t ext4 -O ^has_journal -d "$1" "$work/disk"
}

# Takes the newest kernel from a disk, as a boot loader does.
extract_kernel() {
	local root=$work/kernel release
	rm -rf "$root"
	mkdir -p "$root/lib/modules" "$root/bin"
	release=$(debugfs -R 'ls -p /boot' "$work/disk" 2>/dev/null | sed -n 's|.*/vmlinuz-\([^/]*\)/.*|\1|p' | sort -V | tail -n 1)
	debugfs -R "dump /boot/vmlinuz-$release $work/vmlinuz" "$work/disk" 2>/dev/null
	debugfs -R "rdump /usr/lib/modules/$release $root/lib/modules" "$work/disk" 2>/dev/null
	debugfs -R "dump /usr/bin/busybox $root/bin/busybox" "$work/disk" 2>/dev/null
	chmod 755 "$root/bin/busybox"
	initrd "$root" "$release" "$checkout/src/test/packages/initrd-init" "$work/initrd" \
		virtio_pci virtio_blk ext4 9pnet_virtio 9p virtio_net e1000
}

# step NAME KIND [ROOT]: runs a step of that kind, unless an earlier run did, and notes the result and its seconds.
step() {
	local start=$SECONDS passed=passed
	if [ "$from" ] && [ "$from" != "$1" ]; then return; fi
	if [ "$2" != root ]; then
		if [ "$from" ]; then cp --sparse=always "$work/before-$1" "$work/disk"
		else cp --sparse=always "$work/disk" "$work/before-$1"; fi
	fi
	from=
	"$2_step" "$1" "${@:3}" || passed="**failed**"
	sed -i "/| $1 |/d" "$work/results"
	echo "| $release | $1 | $passed | $(grep -c ^ok: "$work/$1.log") | $((SECONDS - start)) s | $commit, $(date --utc +%F) |" \
		>>"$work/results"
	[ "$passed" = passed ]
}

# root_step NAME ROOT: runs a step in a root directory.
root_step() {
	echo "== $release: $1"
	cp "$checkout/src/test/packages/$1.sh" "$work/step/step.sh"
	MOUNT=$work/step in_root "$2" sh /mnt/step.sh 2>&1 | tee "$work/$1.log"
	return ${PIPESTATUS[0]}
}

# disk_step NAME: runs a step in the file system on the guest's disk.
disk_step() {
	local status=0
	mkdir -p "$work/mounted"
	mount -o loop "$work/disk" "$work/mounted"
	root_step "$1" "$work/mounted" || status=1
	umount "$work/mounted"
	return $status
}

# Prints how QEMU executes the guest. Hardware virtualization may be there and not work: the lab tries that and says so,
# before a guest that ends at once.
accelerator() {
	local messages
	messages=$("$checkout/cli/mqecn" lab exec --guest qemu --kernel "$release" --timeout 1 -- true 2>&1) || true
	case $messages in
		*emulated*) echo "-accel tcg,thread=multi -cpu max" ;;
		*) echo "-accel kvm -cpu host" ;;
	esac
}

# device NUMBER MODEL: eth0, … of the guest.
device() { echo "-netdev hubport,id=n$1,hubid=0 -device $2,netdev=n$1,mac=52:54:00:00:00:0$1"; }

# guest_step NAME: starts the guest with a step and waits for its end.
guest_step() {
	local share=$work/step console=$work/$1.console
	echo "== $release: $1"
	rm -f "$share/status" "$share/log"
	cp "$checkout/src/test/packages/$1.sh" "$share/step.sh"
	extract_kernel
	# An emulated machine on a busy host fails its timer check at times.
	setpriv --pdeathsig KILL timeout 3600 qemu-system-x86_64 -machine q35 $accelerator -smp 2 \
		-m 2048 -nodefaults -no-user-config -no-reboot -display none -serial "file:$console" -device virtio-rng-pci \
		-kernel "$work/vmlinuz" -initrd "$work/initrd" -append "console=ttyS0 loglevel=5 mitigations=off \
		random.trust_cpu=on no_timer_check panic=-1 net.ifnames=0 root=/dev/vda rw" \
		-drive "file=$work/disk,if=virtio,format=raw,cache=unsafe" \
		$(device 0 virtio-net-pci) $(device 1 e1000) $(device 2 e1000) $(device 3 e1000) \
		-virtfs "local,mount_tag=step,security_model=none,path=$share" </dev/null 2>>"$log" || true
	cp "$share/log" "$work/$1.log" 2>/dev/null || { tail -n 5 "$console"; echo "FAILED: the guest did not run it"; return 1; }
	cat "$work/$1.log"
	[ "$(cat "$share/status" 2>/dev/null)" = 0 ] || { echo "FAILED: $1"; return 1; }
}

# Runs in a process of its own, which ends with the first error and with it all mounts.
test_release() {
	set -eu
	release=$1 suite=$1-backports
	work=$checkout/target/packages/$release log=$work/log
	. "$checkout/src/main/resources/org/mqecn/lab/debian.sh"
	[ "$from" ] || rm -rf "$work"
	mkdir -p "$work/step"
	touch "$work/results"
	trap '[ $? -eq 0 ] || { echo "FAILED:"; tail -n 5 "$log"; }' EXIT
	stock=$("$checkout/cli/mqecn" lab build --stock "$release" 2>&1 | tee "$log" | sed -n 's/.*kernel .* in \(.*\)/\1/p')
	[ -d "$stock/root" ]
	accelerator=$(accelerator)
	share_files
	if [ -z "$from" ]; then
		echo "== $release: packages and disk"
		prepare >>"$log" 2>&1
		step 1-upgrade root "$work/guest"
		make_disk "$work/guest" >>"$log" 2>&1
	fi
	step 2-port guest
	step 3-kernel disk
	step 4-reboot guest
	step 5-purge disk
	step 6-make disk
	step 7-readme guest
}

# What steps read.
share_files() {
	cp "$checkout/src/test/packages/check.sh" "$work/step/"
	rm -rf "$work/step/checkout"
	copy_sources "$work/step/checkout"
	echo $previous >"$work/step/previous"
	echo "$version" >"$work/step/version"
	echo "$suite" >"$work/step/kernel-suite"
}

prepare() {
	copy "$stock/root" base
	source=$(package_source)
	echo "deb ${source#* } $suite main" >"$work/base/etc/apt/sources.list.d/$suite.list"
	in_root "$work/base" apt-get -q update
	copy "$work/base" builder
	in_root "$work/builder" apt-get -q -y --no-install-recommends install $(as_arguments $build)
	build_packages $previous "$work/step/previous-deb" lintian=true
	build_packages "$version" "$work/step/deb"
	copy "$work/base" guest
	make_system "$work/guest"
	cp -R "$HOME/.m2" "$work/step/maven"
}

commit=$(git -C "$checkout" describe --always --dirty)
failed=0
for each in "${releases[@]}"; do
	unshare --mount --propagation private bash -c "$(declare -p checkout version previous system build from commit)
		$(declare -f); test_release $each" || failed=1
done
cd "$checkout"
table=target/packages/table.md
{
	echo "| release | step | result | checks | duration | commit, date |"
	echo "|---|---|---|---|---|---|"
	sort target/packages/*/results
} >$table
src/test/sh/put-section.sh docs/packages.md packages $table
exit $failed
