#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# oci.sh [BUILD]: the OCI image of the bundle (run/oci.sh): what skopeo and umoci say of it,
# and that a runtime runs it. TAP on standard output. BUILD is where the programs are.
set -u
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/tap.sh
. selftest/tap.sh
# shellcheck disable=SC2034 # of tap.sh
suite=oci
build=${1:-build/x86}
base=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-oci.XXXXXX") || exit 2
trap 'rm -rf "$base"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if ! why=$(provision/setup.sh --check oci 2>&1); then
	skip everything "$why"
	finish
fi
ln -s "$PWD/$build" "$base/${build##*/}"
image=$(run/oci.sh "$base/${build##*/}" 2>"$base/said")
result $? makes "$(cat "$base/said")"
megabytes=$(($(wc -c <"$image") / 1000000))
[ "$megabytes" -lt 12 ]
result $? is-small "$megabytes MB"
skopeo inspect "oci-archive:$image" >"$base/said" 2>&1 &&
	grep -q "\"org.opencontainers.image.version\": \"$(git describe --always --dirty)\"" \
		"$base/said"
result $? inspects "$(cat "$base/said")"
# umoci unpacks what is packed by gzip.
skopeo copy --quiet --dest-compress-format gzip "oci-archive:$image" \
	"oci:$base/layout:latest" >"$base/said" 2>&1 &&
	umoci stat --image "$base/layout:latest" >>"$base/said" 2>&1 &&
	umoci unpack --image "$base/layout:latest" "$base/box" >>"$base/said" 2>&1
result $? unpacks "$(cat "$base/said")"
nothing needs-no-library "$(find "$base/box/rootfs" -type f -perm -100 \
	-exec sh -c 'for file; do readelf -l "$file" 2>/dev/null | grep INTERP; done' sh {} +)"

# in_box NAME STATUS PATTERN ARGUMENT...: the image's command with these arguments, as
# `podman run --device /dev/kvm` would start it.
in_box() {
	name=$1 wanted=$2 pattern=$3
	shift 3
	perl -MJSON::PP -0 -e '
		my $file = shift;
		open my $from, "<", $file or die;
		my $of = decode_json(<$from>);
		my $process = $of->{process};
		$process->{terminal} = JSON::PP::false;
		$process->{args} = ["/bundle/run.sh", @ARGV];
		my %kvm = (type => "c", major => 10, minor => 232);
		$of->{linux}{devices} = [{ %kvm, path => "/dev/kvm", fileMode => 0666 }];
		push @{$of->{linux}{resources}{devices}}, { %kvm, allow => JSON::PP::true,
			access => "rw" };
		$of->{root}{readonly} = JSON::PP::false;
		open my $to, ">", $file or die;
		print $to encode_json($of)' "$base/box/config.json" "$@"
	runc run --bundle "$base/box" "kvm-dirty-$$" >"$base/said" 2>&1 </dev/null
	status=$?
	[ "$status" = "$wanted" ] && grep -Eq "$pattern" "$base/said"
	result $? "$name" "exit status $status: $(tail -n 20 "$base/said")"
}

if ! command -v runc >/dev/null; then
	skip runs 'there is no runtime (runc)'
	finish
fi
grep -q '"/bundle/run.sh"' "$base/box/config.json"
result $? entry-point "$(cat "$base/box/config.json")"
in_box lists 0 '^smoke/armed@bitmap$' --list smoke
in_box refuses 2 "^run.sh: unknown option '--nix'" --nix
if ! "$build/probe" >/dev/null 2>&1; then
	skip gates 'there is no KVM'
	finish
fi
in_box gates 0 '^8 passed, 0 failed, 0 skipped$' --out /out smoke/armed
perl run/summary.pl "$base/box/rootfs/out" >"$base/said" 2>&1 &&
	grep -q '^8 passed, 0 failed, 0 skipped$' "$base/said"
result $? record "$(cat "$base/said")"
finish
