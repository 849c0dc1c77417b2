#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that the build, the lab and the tests need and
# that this machine lacks. Says which and why first; changes nothing when all
# are there.
#
#   dependencies.sh build     what `make` and `make demo` need
#   dependencies.sh test      what `make test` needs besides
#   dependencies.sh bench     what `make bench` needs besides
set -eu

build='
default-jdk-headless     the command line is Java, from 17 on
maven                    builds the jar
gcc                      builds the module, the lab kernel and the tc plugin
make                     drives all of it
libc6-dev                headers of the C library
xz-utils                 unpacks the kernel source
flex                     the kernel reads its configuration with it
bison                    the kernel reads its configuration with it
bc                       the kernel computes constants with it
kmod                     loads modules
iproute2                 tc and ip
ethtool                  turns segmentation offloads off
procps                   sysctl
util-linux               unshare and setpriv keep guests in their bounds
iperf3                   traffic of testbeds and scenarios
unzip                    takes JNA'"'"'s library out of the jar
fontconfig               letters in the pictures
fonts-dejavu-core        letters in the pictures
'
test='
linux-headers-amd64      builds the module for a kernel that people run
sparse                   checks the module
perl                     runs the kernel'"'"'s checkpatch
linux-source             holds checkpatch and the kernel'"'"'s own qdisc tests
iputils-ping             traffic of the kernel'"'"'s own qdisc tests
jq                       reads what tc says in the tests
python3                  runs the kernel'"'"'s own qdisc tests
nftables                 counts marked packets in the tests
tcpdump                  captures packets in the tests
nginx                    serves videos in the tests
ffmpeg                   makes videos in the tests
chromium                 opens pages in the tests
fping                    reaches every pair of hosts of a testbed
graphviz                 draws testbeds
systemd                  checks the unit that restores rank rules
openvswitch-switch       joins virtual machines in the tests
qemu-system-x86          runs virtual machines in the tests
qemu-utils               makes and mounts their disks
debootstrap              fills the disk they boot from
cpio                     packs what they boot with
'
bench='
linux-headers-amd64      builds the module for a kernel that people run
qemu-system-x86          counts instructions
busybox-static           is the user space of the machine that counts
cpio                     packs it
'

# A JDK of another vendor and a maven from elsewhere serve as well.
present() {
    case $1 in
        default-jdk-headless) command -v javac >/dev/null && return 0 ;;
        maven) command -v mvn >/dev/null && return 0 ;;
    esac
    dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed
}

missing() {
    printf '%s' "$1" | while read -r package why; do
        [ -z "$package" ] || present "$package" || printf '%s\t%s\n' "$package" "$why"
    done
}

case ${1:-} in
    build) wanted=$(missing "$build") ;;
    test) wanted=$(missing "$build$test") ;;
    bench) wanted=$(missing "$build$bench") ;;
    *) echo "usage: $0 build|test|bench" >&2; exit 2 ;;
esac
[ -n "$wanted" ] || exit 0

echo "Packages that are missing here:"
echo "$wanted" | sed 's/^/  /'
if ! command -v apt-get >/dev/null; then
    echo "This machine has no apt-get: install what the list above names by its own means." >&2
    exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null; then
    as_root=sudo
    echo "Installing them with sudo."
else
    echo "Not root, and no sudo: ask root to run apt-get install with the list above." >&2
    exit 1
fi
names=$(echo "$wanted" | cut -f1)
$as_root apt-get update -q
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $names
