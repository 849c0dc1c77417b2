# SPDX-License-Identifier: Apache-2.0
# In a guest with the new kernel: ports and rules came back.
. /mnt/check.sh

check_output "the new kernel" "^$(regex "$kernel")$" uname -r
check_output "the version of the module" "^$version$" modinfo -F version sch_dwrr
for i in $(seq 120); do
    systemctl is-active -q mqecn-port@eth0 && break
    sleep 1
done
check "the port came back" systemctl is-active mqecn-port@eth0
check_output "its scheme" "mq-ecn" mqecn get eth0 ecn-scheme
check_output "its quantum" "6152" mqecn get eth0 quantum
check "it is as saved" mqecn diff
check_output "its device has the address that ifupdown gives" "192.0.2.1/24" ip -4 address show dev eth0
check_output "the rules came back" "web" mqecn rank list
check "remove eth0" mqecn remove eth0
check_fails "eth0 is no port" sh -c 'tc qdisc show dev eth0 | grep dwrr'
