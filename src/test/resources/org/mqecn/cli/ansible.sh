# SPDX-License-Identifier: Apache-2.0
# What tests of the Ansible collection share; a script sources it in the folder of the checkout. $KEYS is a folder with the
# keys of SSH. The hosts s1 to s4 are 10.9.0.1 to 10.9.0.4.
export HOME=/run/home ANSIBLE_NOCOLOR=1 ANSIBLE_COLLECTIONS_PATH=/run/home ANSIBLE_PIPELINING=1
playbook=$PWD/ansible/playbooks/ports.yml

make_keys() { for key in id host; do ssh-keygen -q -t ed25519 -N '' -f "$KEYS/$key"; done; }

# An SSH server whose commands find this guest's programs: its options are more settings.
ssh_server() {
    mkdir -p /run/sshd /root; : >/root/.bashrc
    cat >/run/sshd_config <<EOF
HostKey $KEYS/host
AuthorizedKeysFile $KEYS/id.pub
PermitRootLogin yes
StrictModes no
UsePAM no
PidFile none
EOF
    /usr/sbin/sshd -f /run/sshd_config -o "SetEnv=PATH=$1 TC_LIB_DIR=$TC_LIB_DIR MQECN_CACHE=$MQECN_CACHE JAVA_HOME=$JAVA_HOME"
}

# A folder with an mqecn of another version.
other_version() {
    mkdir -p /run/old; printf '#!/bin/sh\necho mqecn 0.0.9\n' >/run/old/mqecn; chmod +x /run/old/mqecn; echo /run/old
}

inventory() {
    mkdir -p /run/home/ansible_collections/mqecn; ln -s "$PWD/ansible" /run/home/ansible_collections/mqecn/ports
    cat >/run/hosts.yml <<EOF
switches:
  vars:
    ansible_user: root
    ansible_ssh_private_key_file: $KEYS/id
    ansible_ssh_common_args: -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ServerAliveInterval=5
    ansible_python_interpreter: /usr/bin/python3
    mqecn_version: $(mqecn --version | cut -d ' ' -f 2)
    ports:
      eth1: {qdisc: {dwrr: {rate: '{{ rate | default("995mbit") }}', ecn-scheme: mq-ecn, queues: 2, dscp: {1: ef}}}}
      eth2: {qdisc: {eiffel: {pacing: false}}}
    rules: {dns: {protocol: [tcp, udp], destination-port: 53, dscp: ef}}
  hosts:
    s1: {ansible_host: 10.9.0.1}
    s2: {ansible_host: 10.9.0.2}
    s3: {ansible_host: 10.9.0.3}
    s4: {ansible_host: 10.9.0.4}
EOF
}

next() { echo ---; }
play() { ansible-playbook -i /run/hosts.yml "$playbook" "$@"; echo "[$?]"; }
on() { ssh -i $KEYS/id -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR "root@10.9.0.$1" "$2"; }
