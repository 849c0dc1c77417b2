# SPDX-License-Identifier: Apache-2.0
# After a reboot into the new kernel: the modules are there; then removes and purges the packages.
. /mnt/check.sh
version=$(cat /mnt/version)

check_output "this is the new kernel" "^$(ls -v /lib/modules | tail -n 1)$" uname -r
check_output "the version of the module" "^$version$" modinfo -F version sch_dwrr
check_output "the rules came back" "dport 80" mqecn rank list
ip link set eth0 up
check "install on eth0" mqecn install eth0 --rate 995mbit
check_output "stats" "eth0.*dwrr" mqecn stats
check "remove eth0" mqecn remove eth0

check "remove the packages" apt-get -q -y remove mqecn mqecn-dkms
check_fails "the command is gone" test -e /usr/bin/mqecn
check_fails "its folder is gone" test -e /usr/share/mqecn
check_fails "the modules are gone" modinfo sch_dwrr
check_output "DKMS has forgotten them" '^$' dkms status
check "saved rules are kept" test -e /var/lib/mqecn/rank/default.nft
check "purge the packages" apt-get -q -y purge mqecn mqecn-dkms
check_fails "saved rules are gone" test -e /var/lib/mqecn
check_output "nothing is left" '^$' sh -c 'find / -xdev -name "*mqecn*" ! -path "/mnt*" ! -path "/tmp/*" ! -path "/root/.cache*" ! -path "/var/log/*"'
