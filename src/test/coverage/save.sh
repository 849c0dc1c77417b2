#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs a command in a guest and saves the counters of the modules that it loaded, also of those that it unloaded, with what
# the compiler wrote about their lines:
#
#   save.sh FOLDER COMMAND…      FOLDER, of the host, gets an archive
#
# The files of debugfs have no size, so tar cannot read them.
folder=$1
shift
"$@"
status=$?
counters=/sys/kernel/debug/gcov copies=/run/coverage host=/run/coverage-host
if [ -d $counters ]; then
	mkdir $copies $host
	mount -t hostfs -o "$folder" none $host
	for file in $(find $counters -name '*.gcda'); do
		object=${file##*/kmod/}
		mkdir -p "$copies/$(dirname "$object")"
		cat "$file" >"$copies/$object"
		cp "$TC_LIB_DIR/../kmod/${object%.gcda}.gcno" "$copies/$(dirname "$object")"
	done
	archive=$(mktemp $host/XXXXXXXX)
	tar -C $copies -cf "$archive" .
	umount $host
fi
exit $status
