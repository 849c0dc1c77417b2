# SPDX-License-Identifier: Apache-2.0
# In a guest with the new kernel: ports and rules came back. They come back once more when devices are plugged in again, get
# their driver again, or another name; their addresses do as well, whoever gives them.
. /mnt/check.sh

# awaits COMMAND…: until it succeeds, for two minutes.
awaits() {
    for i in $(seq 120); do
        "$@" >/dev/null 2>&1 && return
        sleep 1
    done
    "$@"
}
address() { ip -4 address show dev "$1" | grep -F "inet $2"; }
port() { systemctl is-active "mqecn-port@$1" && mqecn diff "$1"; }

# all WHEN DEVICE…: their ports and addresses came back
all() {
    when=$1
    shift
    for device; do
        case $device in
            eth0) program=ifupdown address=192.0.2.1/24 ;;
            eth1) program=ifupdown address=198.51.100.1/24 ;;
            eth2) program=NetworkManager address=203.0.113.1/25 ;;
            eth3) program=systemd-networkd address=203.0.113.129/25 ;;
        esac
        check "$when: the port on $device" awaits port $device
        check "$when: the address that $program gives $device" awaits address $device $address
    done
}
pci_device() { readlink -f "/sys/class/net/$1/device"; }
no_device() { ! test -e "/sys/class/net/$1"; }

check_output "the new kernel" "^$(regex "$kernel")$" uname -r
check_output "the version of the module" "^$version$" modinfo -F version sch_dwrr
all "boot" eth0 eth1 eth2 eth3
check_output "its scheme" "mq-ecn" mqecn get eth0 ecn-scheme
check_output "its quantum" "6152" mqecn get eth0 quantum
check "all ports are as saved" mqecn diff
check_output "NetworkManager runs eth2" "100 .connected." nmcli -g GENERAL.STATE,GENERAL.CONNECTION device show eth2
check_output "systemd-networkd runs eth3" "routable +config" networkctl --no-pager list eth3
check_output "the rules came back" "web" mqecn rank list

rmmod e1000
check "without the driver there is no device" awaits no_device eth3
check "the unit of a device that is gone stops" awaits sh -c '! systemctl is-active mqecn-port@eth3'
modprobe e1000
all "driver loaded again" eth1 eth2 eth3

virtio=$(basename "$(pci_device eth0)")
echo "$virtio" >/sys/bus/virtio/drivers/virtio_net/unbind
check "unbound, there is no device" awaits no_device eth0
echo "$virtio" >/sys/bus/virtio/drivers/virtio_net/bind
all "driver bound again" eth0

echo 1 >"$(pci_device eth2)/remove"
check "unplugged, there is no device" awaits no_device eth2
echo 1 >/sys/bus/pci/rescan
all "plugged in again" eth2

sed 's/eth3/lan0/; s/rate: .*/rate: 200mbit/' /etc/mqecn/ports.d/eth3.yaml >/etc/mqecn/ports.d/lan0.yaml
rm /etc/mqecn/ports.d/eth3.yaml
ip link set eth3 down
ip link set eth3 name lan0
check "renamed: the port is that of the new name" awaits port lan0
check_output "its rate" "200mbit" mqecn get lan0 rate
check "the unit of the old name stops" awaits sh -c '! systemctl is-active mqecn-port@eth3'

check "remove eth0" mqecn remove eth0
check_fails "eth0 is no port" sh -c 'tc qdisc show dev eth0 | grep dwrr'
