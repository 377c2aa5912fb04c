#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# install.sh BUILD DESTDIR PREFIX VERSION: what `make install` does. The runner and the
# programs in BUILD ("build/x86") go to PREFIX/lib/kvm-dirty-tests, a tree that is only
# read; PREFIX/bin/kvm-dirty-tests is a link to its run_tests.sh. With a manual page,
# which is made of --help, a completion for bash, and docs/. The tests of QEMU, and those
# for another architecture, are for the source tree.
set -eu
cd "${0%/*}/.."
build=$1 to=$2$3 version=$4
name=kvm-dirty-tests
lib=$to/lib/$name

# files MODE FOLDER FILE...
files() {
	mode=$1 folder=$2
	shift 2
	install -d "$folder"
	install -m "$mode" "$@" "$folder"
}

rm -rf "$lib"
files 755 "$lib" run_tests.sh
echo "$version" >"$lib/version"
files 644 "$lib/run" run/*.pm run/*.tsv
files 755 "$lib/run" run/bisect.sh run/compare.pl run/describe.pl run/main.pl \
	run/merge.pl run/records.pl run/rate.pl run/summary.pl run/bochs.pl
files 644 "$lib/run/pages" run/pages/*
rm "$lib/run/Speed.pm"
files 755 "$lib/inside" inside/churn inside/init inside/runner.sh
files 644 "$lib/inside" inside/machine.sh
files 644 "$lib/platforms" platforms/*.pl
files 755 "$lib/provision" provision/*.sh provision/*.pl
files 644 "$lib/provision" provision/*.c provision/lib.sh provision/lists.sh provision/suites.sh
files 644 "$lib/docs" docs/*.tsv docs/*.json
for folder in "$build" "$build/tests" "$build/costs"; do
	for program in "$folder"/*; do
		# Objects and lists of dependencies have a dot.
		case ${program##*/} in *.* | bench | describe-vmm) continue ;; esac
		[ -f "$program" ] || continue
		install -d "$lib/$folder"
		"${STRIP:-strip}" -o "$lib/$folder/${program##*/}" "$program"
	done
done
install -d "$to/bin"
ln -sf "../lib/$name/run_tests.sh" "$to/bin/$name"
files 644 "$to/share/doc/$name" README.md docs/*.md
files 644 "$to/share/bash-completion/completions" packaging/completion.bash
mv "$to/share/bash-completion/completions/completion.bash" \
	"$to/share/bash-completion/completions/$name"
if command -v help2man >/dev/null; then
	install -d "$to/share/man/man1"
	help2man --no-info --section 1 --include packaging/man.h2m \
		--name "check the dirty page tracking of KVM" \
		--version-string "$version" --output "$to/share/man/man1/$name.1" \
		"$to/bin/$name"
else
	echo "no manual page, as help2man is missing"
fi
