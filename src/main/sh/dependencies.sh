#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs missing Debian packages. First lists them with the purpose of each;
# does nothing if none is missing.
#
#   dependencies.sh build     for `make` and `make demo`
#   dependencies.sh test      also for `make test`
#   dependencies.sh bench     also for `make bench`
#   dependencies.sh deb       also for `make deb`
set -eu

build='
default-jdk-headless     compiles and runs mqecn (Java 17 or later)
maven                    builds the jar
gcc                      compiles the modules, the lab kernel and the tc plugins
make                     runs the build
libc6-dev                headers of the C library
xz-utils                 unpacks the kernel sources
flex                     builds kconfig of the kernel
bison                    builds kconfig of the kernel
bc                       computes constants in the kernel build
kmod                     loads kernel modules
iproute2                 tc and ip
ethtool                  turns off segmentation offloads
procps                   sysctl
util-linux               unshare and setpriv confine guests
iperf3                   sends traffic in testbeds and scenarios
fping                    tests connectivity between all hosts of a testbed
unzip                    extracts the native library of JNA from the jar
fontconfig               selects fonts for figures
fonts-dejavu-core        font of the figures
'
test='
linux-headers-amd64      builds the modules for the kernel of Debian
sparse                   checks the modules
perl                     runs checkpatch of the kernel
linux-source             contains checkpatch and the qdisc tests of the kernel
iputils-ping             sends traffic in the qdisc tests of the kernel
jq                       parses the JSON output of tc in tests
python3                  runs the qdisc tests of the kernel
nftables                 counts marked packets in tests
tcpdump                  captures packets in tests
nginx                    serves videos in tests
ffmpeg                   encodes videos in tests
chromium                 opens web pages in tests
zsh                      completes commands in tests
fish                     completes commands in tests
graphviz                 draws topologies
ansible-core             configures ports of several hosts in tests
openssh-client           connects to hosts in tests
openssh-server           hosts of Ansible in tests; Debian starts it on this machine, too
prometheus               scrapes the counters of ports in tests
systemd                  checks the unit that restores the rules of mqecn rank
openvswitch-switch       switch for virtual machines in tests
qemu-system-x86          runs virtual machines in tests
qemu-utils               creates and mounts disk images of virtual machines
debootstrap              installs Debian on the disk images
cpio                     packs the initrd of virtual machines
libelf-dev               builds the kernel of virtual machines with checkers
slurm-wlm                runs experiments on a cluster in tests
munge                    authenticates the nodes of that cluster
python3-pandas           reads exported results in tests
python3-yaml             reads the scenarios of results in tests
r-base-core              reads exported results in tests
'
bench='
linux-headers-amd64      builds the modules for the kernel of Debian
qemu-system-x86          runs the machine that counts instructions
busybox-static           user space of that machine
cpio                     packs the initrd of that machine
linux-source             contains fq, whose data structures are measured
'

deb='
dpkg-dev                 builds packages
debhelper                builds packages
dh-dkms                  builds the package of the modules
lintian                  checks packages
'

# Accepts any JDK and Maven on the path.
present() {
    case $1 in
        default-jdk-headless) command -v javac >/dev/null && return 0 ;;
        maven) command -v mvn >/dev/null && return 0 ;;
    esac
    dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed
}

missing() {
    printf '%s' "$1" | while read -r package purpose; do
        [ -z "$package" ] || present "$package" || printf '%s\t%s\n' "$package" "$purpose"
    done
}

case ${1:-} in
    build) packages=$(missing "$build") ;;
    test) packages=$(missing "$build$test") ;;
    bench) packages=$(missing "$build$bench") ;;
    deb) packages=$(missing "$build$deb") ;;
    *) echo "usage: $0 build|test|bench|deb" >&2; exit 2 ;;
esac
[ -n "$packages" ] || exit 0

echo "Missing packages:"
echo "$packages" | sed 's/^/  /'
if ! command -v apt-get >/dev/null; then
    echo "apt-get not found: install these packages with the package manager of this system" >&2
    exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null; then
    as_root=sudo
    echo "Installing them with sudo."
else
    echo "root privileges required and sudo not found: install these packages as root" >&2
    exit 1
fi
names=$(echo "$packages" | cut -f1)
$as_root apt-get update -q
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $names
