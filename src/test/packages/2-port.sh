# SPDX-License-Identifier: Apache-2.0
# In a guest: tc alone finds the module; ports on a virtio-net and an e1000 device; ports are saved, one for each program
# that configures devices.
. /mnt/check.sh

check_output "the kernel of the release" "^$(regex "$kernel")$" uname -r
check_output "autoloading: tc alone finds the module" "dwrr 1:" \
    sh -c 'tc qdisc add dev eth0 root handle 1: dwrr rate 100mbit; tc qdisc show dev eth0'
tc qdisc del dev eth0 root
rmmod sch_dwrr

for device in eth0 eth1; do
    check "install on $device" mqecn install $device --rate 995mbit --ecn-scheme mq-ecn
    check "set on $device" mqecn set $device quantum 0:3076 1:6152
    check_output "stats of $device" "$device.*dwrr" mqecn stats $device
done
check "remove eth1" mqecn remove eth1
check_fails "eth1 is no port" sh -c 'tc qdisc show dev eth1 | grep dwrr'
for device in eth1 eth2 eth3; do
    check "install on $device" mqecn install $device --rate 500mbit
done
check "save the ports" mqecn save
check "save rules" sh -c 'mqecn rank add web --protocol tcp --destination-port 80 --dscp ef && mqecn rank save && systemctl enable mqecn-rank'

# The modules have the signature of DKMS, whose key this kernel does not know. The ports are back at the next start.
for device in eth0 eth1 eth2 eth3; do
    mqecn remove $device
done >/dev/null 2>&1
echo 1 >/sys/module/module/parameters/sig_enforce
check_output "a signature that the kernel does not trust has a remedy" "mokutil --import" \
    sh -c '! mqecn install eth0 --rate 1gbit'
check_fails "eth0 is no port" sh -c 'tc qdisc show dev eth0 | grep dwrr'
