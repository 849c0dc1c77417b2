# SPDX-License-Identifier: Apache-2.0
# In the root directory of a clean system: installs a previous version, then this one.
. /mnt/check.sh

check "install the previous version" install_packages /mnt/previous-deb/mqecn_*.deb /mnt/previous-deb/mqecn-dkms_*.deb
check_output "DKMS has built its modules" "mqecn/$previous, $(regex "$kernel"), x86_64: installed" dkms status
check_output "the version of the module" "^$previous$" modinfo -k "$kernel" -F version sch_dwrr
check "an archive for a fast start" test -s /usr/share/mqecn/mqecn.jsa
check_output "the manual page" "DESCRIPTION" zgrep DESCRIPTION /usr/share/man/man8/mqecn.8.gz

check "upgrade" install_packages /mnt/deb/mqecn_*.deb /mnt/deb/mqecn-dkms_*.deb
check_output "DKMS has built the new modules" "mqecn/$version, $(regex "$kernel"), x86_64: installed" dkms status
check_fails "DKMS has removed the previous ones" sh -c "dkms status | grep -q mqecn/$previous"
check_output "the version of the module" "^$version$" modinfo -k "$kernel" -F version sch_eiffel
