# SPDX-License-Identifier: Apache-2.0
# On the disk of the guest: removes and purges the packages.
. /mnt/check.sh

check "remove the packages" apt-get -q -y remove mqecn mqecn-dkms
check_fails "the command is gone" test -e /usr/bin/mqecn
check_fails "its folder is gone" test -e /usr/share/mqecn
check_fails "the modules are gone" modinfo -k "$kernel" sch_dwrr
check "saved ports and rules are kept" sh -c 'ls /etc/mqecn/ports.d/*.yaml /var/lib/mqecn/rank/default.nft'
check "purge the packages" apt-get -q -y purge mqecn mqecn-dkms
check_fails "nothing is left" sh -c "find / -xdev -name '*mqecn*' ! -path '/mnt/*' ! -path '/root/.cache*' \
	! -path '/var/log/*' | grep ."
