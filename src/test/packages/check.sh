# SPDX-License-Identifier: Apache-2.0
# Sourced by the steps in a guest: check NAME COMMAND… prints whether the command succeeds, and its output if not.
# The step fails in the end if a check failed.
failed=0
trap '[ $? -eq 0 ] && exit $failed' EXIT
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
INITRD=No && export INITRD              # the test makes its own initial RAM disk

check() {
    name=$1
    shift
    if "$@" >/tmp/check 2>&1; then
        echo "ok: $name"
    else
        failed=1
        echo "FAILED: $name: exit status $?"
        sed 's/^/    /' /tmp/check
    fi
}

# As check, for a command whose output has to match a regular expression.
check_output() {
    name=$1 expression=$2
    shift 2
    check "$name" sh -c 'expression=$1; shift; "$@" >/tmp/output 2>&1; cat /tmp/output; grep -Eq -e "$expression" /tmp/output' \
        sh "$expression" "$@"
}

check_fails() {
    name=$1
    shift
    check "$name" sh -c '! "$@"' sh "$@"
}

# The packages are in the guest already: there is no network.
install_packages() { apt-get -q -y --no-install-recommends --no-download install "$@"; }
