#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# bundle.sh BUILD [FOLDER]: pack the test programs in BUILD ("build/x86") with a runner
# into one tar file beside it, for a host with neither compiler nor Perl. It is
# compressed: 2.7 MB in place of 59. With FOLDER, which is made, they only go there.
set -eu

arch=${1##*/}
name=kvm-dirty-tests-$arch
tar=${1%/*}/$name.tar.xz
here=$(dirname "$0")
to=${2:-$1}
tmp=$(mktemp -d "${to%/*}/.bundle.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir -p "$tmp/$name/tests"
for program in "$1"/tests/*; do
	case ${program##*/} in *.*) continue ;; esac
	"${STRIP:-strip}" -o "$tmp/$name/tests/${program##*/}" "$program"
done
for program in probe describe; do
	"${STRIP:-strip}" -o "$tmp/$name/$program" "$1/$program"
done
(cd "$here" && git describe --always --dirty 2>/dev/null || echo unknown) \
	>"$tmp/$name/version"
for file in inside/runner.sh inside/tell.sh inside/record.sh run/order.tsv LICENSE; do
	cp "$here/../$file" "$tmp/$name"
done
cp "$here/../inside/bundle_run.sh" "$tmp/$name/run.sh"
[ ! -f "$here/../docs/known.tsv" ] || cp "$here/../docs/known.tsv" "$tmp/$name"
chmod +x "$tmp/$name/run.sh"
if [ "${2-}" ]; then
	mv -T "$tmp/$name" "$2"
	exit
fi
tar -C "$tmp" --owner=0 --group=0 -cf - "$name" | xz -3 >"$tmp/tar"
mv "$tmp/tar" "$tar"
echo "$tar"
