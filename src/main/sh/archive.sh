#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes mqecn start fast: archive.sh LAUNCHER FOLDER, which holds mqecn.jar, adds
#   libjnidispatch.so   JNA's library, which it would unpack at each start
#   mqecn.jsa           the classes that the verbs load, parsed and verified (class-data sharing)
# The launcher does without them where they are missing or belong to another JVM or jar.
set -eu
launcher=$1
folder=$(cd "$2" && pwd -P)
jar=$folder/mqecn.jar
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f "$folder/mqecn.jsa" "$folder/libjnidispatch.so"

case $(uname -m) in
    x86_64) arch=x86-64 ;;
    *) arch=$(uname -m) ;;
esac
unzip -qojd "$folder" "$jar" "com/sun/jna/linux-$arch/libjnidispatch.so"

# What the verbs say is of no interest here, nor is their exit status: there may be no port to show.
i=0
while read -r words; do
    i=$((i + 1))
    # shellcheck disable=SC2086
    MQECN_JAVA_OPTIONS=-XX:DumpLoadedClassList=$work/$i.lst "$launcher" $words >/dev/null 2>&1 || :
done <<END
--help
stats
stats --help
get
set eth1 rate 1gbit queue-thresh all:32k --dry-run
install eth1 --rate 1gbit --quantum all:3076 --dry-run
install lo --rate 1gbit --dry-run -o json
module status
testbed script -f star
testbed up -f star --dry-run
testbed status -f star
END
# Verbs that found nothing to show have not loaded what shows it.
unzip -Z1 "$jar" 'org/mqecn/value/*' 'org/mqecn/port/*' 'org/mqecn/socket/*' 'org/mqecn/netlink/*' 'org/mqecn/host/*' \
        'org/mqecn/cli/*' 'org/mqecn/schema/*' 'org/mqecn/topology/*' 'org/mqecn/testbed/*' |
    sed -n 's/\.class$//p' >"$work/own.lst"
# Newer JDKs number the classes of a list, each list from 0.
sed '/ source: /d; s/ id: .*//' "$work"/*.lst | sort -u >"$work/classes"
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xshare:dump -XX:+UseG1GC -XX:SharedClassListFile="$work/classes" \
    -XX:SharedArchiveFile="$folder/mqecn.jsa" -Xlog:disable -Xlog:all=error:stderr -cp "$jar" >/dev/null
