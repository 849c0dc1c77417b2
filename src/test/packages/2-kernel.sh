# SPDX-License-Identifier: Apache-2.0
# After a reboot into the new kernel: the modules are there; then removes and purges the packages.
. /mnt/check.sh
version=$(cat /mnt/version)

check_output "this is the new kernel" "^$(ls -v /lib/modules | tail -n 1)$" uname -r
check_output "the version of the module" "^$version$" modinfo -F version sch_dwrr
check_output "the rules came back" "dport 80" mqecn rank list
for i in $(seq 60); do systemctl is-active -q mqecn-port@eth0 && break; sleep 1; done
check "the port came back" systemctl is-active mqecn-port@eth0
check_output "its scheme" "mq-ecn" mqecn get eth0 ecn-scheme
check_output "its quantum" "6152" mqecn get eth0 quantum
check "it is as saved" mqecn diff
check_output "its device has an address of ifupdown" "192.0.2.1/24" ip -4 address show dev eth0
check "remove eth0" mqecn remove eth0

check "remove the packages" apt-get -q -y remove mqecn mqecn-dkms
check_fails "the command is gone" test -e /usr/bin/mqecn
check_fails "its folder is gone" test -e /usr/share/mqecn
check_fails "the modules are gone" modinfo sch_dwrr
check_output "DKMS has forgotten them" '^$' dkms status
check "saved ports and rules are kept" sh -c "ls /etc/mqecn/ports.d/*.yaml /var/lib/mqecn/rank/default.nft"
check "purge the packages" apt-get -q -y purge mqecn mqecn-dkms
check_output "nothing is left" '^$' sh -c 'find / -xdev -name "*mqecn*" ! -path "/mnt*" ! -path "/tmp/*" ! -path "/root/.cache*" ! -path "/var/log/*"'
