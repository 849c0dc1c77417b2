# SPDX-License-Identifier: Apache-2.0
# In a guest: the user does what README says, letter by letter, on an e1000 and on a virtio-net device.
. /mnt/check.sh

# The commands of the Nth block below "On your own machine".
block() {
    awk -v wanted="$1" '/^## / { found = /On your own machine/ } found && /^```sh/ { inside = ++blocks == wanted; next }
        /^```/ { inside = 0 } inside' /home/user/mqecn/README.md
}

# type_block N DEVICE [REGEX]: a check for each line that matches, and after some a second one.
type_block() {
    block "$1" | grep -E "${3:-.}" | sed "s/eth1/$2/g" >/tmp/block
    while read -r line; do
        check "README: $line" as_user "$line"
        case $line in
            *'install '*--build*) check_output "$2 is a port" "dwrr .* rate 995Mbit" tc qdisc show dev "$2" ;;
            *ecn-scheme*) check_output "its scheme" mq-ecn as_user "mqecn get $2 ecn-scheme" ;;
            *quantum*) check_output "its quantum" 6152 as_user "mqecn get $2 quantum" ;;
            'mqecn stats'*) check_output "its counters" "^$2  dwrr" as_user "mqecn stats" ;;
            *save*) check "it is as saved" as_user "mqecn diff $2" ;;
            *'tc qdisc add'*) check_output "$2 is a port that impersonates tbf" "tbf .* rate 995Mbit" tc qdisc show dev "$2" ;;
            *'sysctl -w dwrr'*) check_output "its sysctl" "= 3" sysctl dwrr.ecn_scheme ;;
            *'remove '* | *'tc qdisc del'*) check_fails "$2 is no port" sh -c "tc qdisc show dev $2 | grep -E 'dwrr|tbf'" ;;
        esac
    done </tmp/block
}

check "the user is not root" test "$(as_user 'id -u')" != 0
check_output "README has both blocks" "8 5" sh -c "echo $(block 1 | wc -l) $(block 2 | wc -l)"
for device in eth1 eth0; do
    ethtool -k $device >/tmp/before
    [ $device = eth1 ] && type_block 1 eth1 || type_block 1 $device mqecn
    check "its offloads are as before" sh -c "ethtool -k $device | diff /tmp/before -"
    type_block 2 $device
done
check_output "an error names the remedy" "with sudo" as_user '! mqecn install eth0 --rate 1gbit'
echo 1 >/sys/module/module/parameters/sig_enforce
check_output "a module without a signature has a remedy" "sign-file sha256" \
    as_user '! sudo mqecn install eth0 --rate 1gbit'
check "README: uninstall" as_user "sudo make uninstall"
