# SPDX-License-Identifier: Apache-2.0
# On the disk of the guest: another kernel, for which DKMS builds the modules.
. /mnt/check.sh

check "install another kernel" install_packages -t "$(cat /mnt/kernel-suite)" linux-image-amd64 linux-headers-amd64
newest=$(ls -v /lib/modules | tail -n 1)
check "it is another one" test "$newest" != "$kernel"
check_output "DKMS has built the modules for it" "mqecn/$version, $(regex "$newest"), x86_64: installed" dkms status
