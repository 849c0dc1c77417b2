# SPDX-License-Identifier: Apache-2.0
# Sourced by the steps: check NAME COMMAND… prints whether the command succeeds, and its output if not. A step fails in
# the end if a check failed.
failed=0
trap '[ $? -eq 0 ] && exit $failed' EXIT
previous=$(cat /mnt/previous) version=$(cat /mnt/version)
kernel=$(ls -v /lib/modules | tail -n 1)                # the newest, which starts next

check() {
    name=$1 start=$(date +%s)
    shift
    if "$@" >/tmp/check 2>&1; then
        echo "ok: $name ($(($(date +%s) - start)) s)"
    else
        echo "FAILED: $name: exit status $?"
        failed=1
        sed 's/^/    /' /tmp/check
    fi
}

# As check, for a command whose output has to match a regular expression.
check_output() {
    name=$1 expression=$2
    shift 2
    check "$name" matches "$expression" "$@"
}

matches() {
    expression=$1
    shift
    "$@" >/tmp/output 2>&1
    cat /tmp/output
    grep -Eq -e "$expression" /tmp/output
}

check_fails() {
    name=$1
    shift
    check "$name" sh -c '! "$@"' sh "$@"
}

install_packages() { apt-get -q -y --no-install-recommends install "$@"; }

# Kernels of Debian 13 have a plus sign in their names.
regex() { echo "$1" | sed 's/[+.]/\\&/g'; }

# What the user of 6-make.sh types in a checkout.
as_user() { su - user -c "cd mqecn && $1" </dev/null; }
