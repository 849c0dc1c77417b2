# SPDX-License-Identifier: Apache-2.0
# On the disk of the guest, from which the packages are gone: a user with sudo builds mqecn as README says.
. /mnt/check.sh

install_packages sudo >/dev/null
useradd --create-home --shell /bin/bash --groups sudo user
echo 'user ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/user
cp -R /mnt/checkout /home/user/mqecn
cp -R /mnt/maven /home/user/.m2
chown -R user: /home/user
check_fails "there is no compiler for Java" command -v javac
check "README: make" as_user make
check_output "the JDK of the release" "javac (17|21)" as_user "javac -version"
check_output "without headers of the running kernel, make says so" "No headers of the running kernel" as_user make
check "the jar is the user's" test "$(stat -c %U /home/user/mqecn/target/mqecn.jar)" = user

# DKMS alone, as on other distributions. The kernel is that of the guest, not the running one.
check "install the sources for DKMS" as_user "sudo make install-dkms PREFIX=/usr"
check "DKMS builds them" dkms install "mqecn/$version" -k "$kernel"
check_output "the version of the module" "^$version$" modinfo -k "$kernel" -F version sch_dwrr
check "DKMS removes them" dkms remove "mqecn/$version" --all
rm -r "/usr/src/mqecn-$version"
