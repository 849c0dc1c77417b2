# SPDX-License-Identifier: Apache-2.0
# In a guest with the new kernel, without the packages: the user of 6-make.sh types what README says for an own machine, on
# an e1000 device, which README's eth1 is, and on a virtio-net device.
. /mnt/check.sh

# The commands of README for a device.
commands() {
    awk '/^## On your own machine/ { found = 1 } found && /^```/ { if (inside) exit; inside = 1; next } inside' \
        /home/user/mqecn/README.md | sed "s/eth1/$1/"
}

check_output "the kernel with the headers" "^$(regex "$kernel")$" uname -r
for device in eth1 eth0; do
    commands $device >/tmp/commands
    # What is made and installed once serves both.
    [ $device = eth1 ] || sed -i '/make/d' /tmp/commands
    check_output "README has commands for $device" "sudo mqecn install $device" cat /tmp/commands
    tc qdisc show dev $device >/tmp/before
    ethtool -k $device >/tmp/features
    while read -r command <&3; do
        check "README: $command" as_user "$command"
        case $command in
            *save*) check "the port is saved" test -s /etc/mqecn/ports.d/$device.yaml ;;
            *install*--build*)
                cp /tmp/check /tmp/build
                [ $device != eth1 ] || check_output "it says that it builds" "building the modules for" cat /tmp/build
                check_output "$device is a port" "qdisc dwrr .* rate 995Mbit" tc qdisc show dev $device ;;
        esac
    done 3</tmp/commands
    check_output "$device has its qdisc again" "." sh -c "tc qdisc show dev $device | diff /tmp/before - && echo same"
    check_output "$device has its offloads again" "." sh -c "ethtool -k $device | diff /tmp/features - && echo same"
done
check_output "the modules are where modprobe looks" "updates/mqecn" modinfo -n sch_dwrr
