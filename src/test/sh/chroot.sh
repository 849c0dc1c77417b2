# SPDX-License-Identifier: Apache-2.0
# Sourced: in_root ROOT COMMAND…, which runs a command in the root directory of a Debian system. It has /proc, and the
# folder $MOUNT of the host on /mnt if that is set; both mounts end with the command.
in_root() {
	unshare --mount --propagation private bash -euc '
		[ -z "${MOUNT:-}" ] || mount --bind "$MOUNT" "$0/mnt"
		mount -t proc proc "$0/proc"
		exec chroot "$0" env DEBIAN_FRONTEND=noninteractive INITRD=No LC_ALL=C "$@"' "$@"
}
