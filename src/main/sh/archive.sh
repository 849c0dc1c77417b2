#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes mqecn start faster: archive.sh LAUNCHER FOLDER adds files beside FOLDER/mqecn.jar:
#   libjnidispatch.so   the native library of JNA, which JNA would otherwise unpack at each start
#   mqecn.classes       the names of the classes of the commands, for any JDK; kept if it is no older than the jar
#   mqecn.jsa           class-data archive: these classes, parsed and verified by this JDK
# All are optional: the launcher ignores a file that is missing or made for another JVM or jar. So what fails here is
# a warning, with exit status 0: another JDK must not fail a build.
set -eu
launcher=$1
folder=$(cd "$2" && pwd -P)
jar=$folder/mqecn.jar classes=$folder/mqecn.classes
work=$(mktemp -d)
trap '[ $? -eq 0 ] || echo "archive.sh: mqecn will start slower, for the reason above" >&2; rm -rf "$work"; exit 0' EXIT
rm -f "$folder/mqecn.jsa" "$folder/libjnidispatch.so"

case $(uname -m) in
    x86_64) arch=x86-64 ;;
    *) arch=$(uname -m) ;;
esac
unzip -qojd "$folder" "$jar" "com/sun/jna/linux-$arch/libjnidispatch.so"

# Lists the classes that mqecn loads with some arguments, in a file of its own.
# The output and exit status of the commands are ignored: this machine may have no port.
list_classes() {
    xargs -L 1 -P "$(nproc)" sh -c 'MQECN_JAVA_OPTIONS=-XX:DumpLoadedClassList=$0/$$.lst "$@" >/dev/null 2>&1 || :' \
        "$work" "$launcher" <<END
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
rank list
rank add web --protocol tcp --destination-port 80 --dscp af21 --dry-run
validate mq-fig6
run mq-fig6 --dry-run
traffic client --help
lab list
END
    # Adds the classes of mqecn that these commands did not load, because there was no port to print.
    unzip -Z1 "$jar" 'org/mqecn/value/*' 'org/mqecn/port/*' 'org/mqecn/socket/*' 'org/mqecn/netlink/*' \
            'org/mqecn/host/*' 'org/mqecn/cli/*' 'org/mqecn/schema/*' 'org/mqecn/topology/*' 'org/mqecn/testbed/*' \
            'org/mqecn/rank/*' 'org/mqecn/traffic/*' 'org/mqecn/result/*' 'org/mqecn/experiment/*' 'org/mqecn/lab/*' |
        sed -n 's/\.class$//p' >"$work/mqecn.lst"
}

if [ ! -e "$classes" ] || [ "$jar" -nt "$classes" ]; then
    list_classes
    # Removes the class numbers that newer JDKs add: they start from 0 in each list.
    sed '/ source: /d; s/ id: .*//' "$work"/*.lst | sort -u >"$work/classes"
    mv "$work/classes" "$classes"
fi
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xshare:dump -XX:+UseG1GC -XX:SharedClassListFile="$classes" \
    -XX:SharedArchiveFile="$folder/mqecn.jsa" -Xlog:disable -Xlog:all=error:stderr -cp "$jar" >/dev/null
