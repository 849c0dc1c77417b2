# SPDX-License-Identifier: Apache-2.0
# Installs the packages of a previous version, makes two ports, upgrades, and installs another kernel.
. /mnt/check.sh
previous=$(cat /mnt/previous) version=$(cat /mnt/version)

check "install the previous version" install_packages /mnt/previous-deb/mqecn_*.deb /mnt/previous-deb/mqecn-dkms_*.deb
check_output "DKMS has built both modules" "mqecn/$previous, $(uname -r), x86_64: installed" dkms status
check_output "the version of the module" "^$previous$" modinfo -F version sch_dwrr
check_output "the unit is known" "mqecn-rank.service" systemctl list-unit-files 'mqecn*'
check_output "the manual page" "ecn-scheme" zgrep -h ecn-scheme /usr/share/man/man8/mqecn.8.gz

check_output "autoloading: tc alone finds the module" "dwrr 1:" \
    sh -c 'tc qdisc add dev eth0 root handle 1: dwrr rate 100mbit; tc qdisc show dev eth0'
tc qdisc del dev eth0 root
rmmod sch_dwrr

check "upgrade" install_packages /mnt/deb/mqecn_*.deb /mnt/deb/mqecn-dkms_*.deb
check_output "DKMS has built the new version" "mqecn/$version, $(uname -r), x86_64: installed" dkms status
check_fails "DKMS has removed the previous one" sh -c "dkms status | grep -q mqecn/$previous"
check_output "the version of the module" "^$version$" modinfo -F version sch_dwrr

for device in eth0 eth1; do
    check "install on $device" mqecn install $device --rate 995mbit --ecn-scheme mq-ecn
    check "set on $device" mqecn set $device quantum 0:3076 1:6152
    check_output "stats of $device" "$device.*dwrr" mqecn stats $device
done
check "remove eth1" mqecn remove eth1
check_output "the previous qdisc of eth1" "pfifo_fast|fq_codel" tc qdisc show dev eth1
check "save the port" mqecn save
check "save rules" sh -c 'mqecn rank add --dport 80 --dscp ef && mqecn rank save && systemctl enable mqecn-rank'

check "install another kernel" install_packages -t "$(cat /mnt/kernel-suite)" linux-image-amd64 linux-headers-amd64
newest=$(ls -v /lib/modules | tail -n 1)
check "it is another one" test "$newest" != "$(uname -r)"
check_output "DKMS has built the modules for it" "mqecn/$version, $newest, x86_64: installed" dkms status
