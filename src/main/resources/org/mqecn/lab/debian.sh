# SPDX-License-Identifier: Apache-2.0
# What scripts that install Debian into a folder share. Source it after setting `log`, a file for the output of commands.

say() { echo "$1"; }
quietly() { "$@" >>"$log" 2>&1 || { tail -n 5 "$log" >&2; exit 1; }; }

# Prints "RELEASE URI" of the first apt source of this machine with a release that debootstrap supports.
package_source() {
    source=$(apt-get indextargets --format '$(RELEASE) $(SITE)' 'Created-By: Packages' | while read -r release site; do
        if [ -e "/usr/share/debootstrap/scripts/$release" ]; then echo "$release $site"; break; fi
    done)
    [ -n "$source" ] || { echo "debootstrap supports no source of apt: see 'apt-get indextargets'" >&2; exit 1; }
    echo "$source"
}

# Creates an initial RAM disk: initrd ROOT RELEASE INIT OUTPUT MODULE…
# with the script INIT, the busybox of ROOT, and modules of the kernel RELEASE in the order in which to load them.
initrd() {
    root=$1 kernel=$2 init=$3 output=$4
    shift 4
    ram=$(mktemp -d)
    mkdir -p "$ram/bin" "$ram/modules" "$ram/dev" "$ram/root"
    install -m 755 "$init" "$ram/init"
    cp "$root/bin/busybox" "$ram/bin/"
    number=100
    modprobe --dirname "$root" --set-version "$kernel" --all --show-depends "$@" |
    awk '$1 == "insmod" && !seen[$2]++ { print $2 }' |
    while read -r module; do
        target=$ram/modules/$number-$(basename "$module" | sed 's/\.ko.*/.ko/')
        case $module in
            *.xz) xz -dc "$module" >"$target" ;;
            *.zst) zstd -qdc "$module" >"$target" ;;
            *) cp "$module" "$target" ;;
        esac
        number=$((number + 1))
    done
    (cd "$ram" && find . | cpio --quiet --create --format=newc | gzip -1) >"$output"
    rm -r "$ram"
}
