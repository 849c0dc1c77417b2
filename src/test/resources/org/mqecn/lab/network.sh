# SPDX-License-Identifier: Apache-2.0
# Sourced: a device `near` with a peer in the namespace `far`, for tests in guests.

fail() { echo "FAILED: $*"; exit 1; }

# near has 10.9.0.1; peer, in the namespace far, has 10.9.0.2.
add_veth() {
    ip netns add far
    ip link add near type veth peer name peer netns far
    ip addr add 10.9.0.1/24 dev near
    ip -n far addr add 10.9.0.2/24 dev peer
    ip link set near up
    ip -n far link set peer up
}

# Removes what is left of them.
remove_veth() {
    ip link del near
    ip netns del far
} 2>/dev/null

# listening PORT: whether a server in far accepts connections.
listening() { ip netns exec far ss -ltn | grep -q ":$1 "; }
