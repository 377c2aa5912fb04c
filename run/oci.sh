#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# oci.sh BUILD: make of the test programs in BUILD ("build/x86") an OCI image with nothing
# but a bundle (bundle.sh) and busybox, as one file beside it: podman, skopeo and others call
# that an oci-archive. Its entry point is the bundle's run.sh. BUSYBOX and STRIP name those
# of another architecture.
set -eu

arch=${1##*/}
image=${1%/*}/kvm-dirty-tests-$arch.oci.tar
here=$(dirname "$0")
"$here/../provision/setup.sh" --check oci
case $arch in x86) goarch=amd64 ;; *) goarch=$arch ;; esac
tmp=$(mktemp -d "${1%/*}/.oci.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

root=$tmp/root
mkdir -p "$root/bin" "$root/tmp" "$root/proc" "$root/sys" "$root/dev"
chmod 1777 "$root/tmp"
"$here/bundle.sh" "$1" "$root/bundle"
cp "${BUSYBOX:-$(command -v busybox)}" "$root/bin/busybox"
# What run.sh and what it calls want; busybox itself knows the rest.
for applet in sh awk cat chmod cut date dirname env grep head ls mkdir mkfifo mktemp od rm \
	sed setpriv sort sync tail tr uname uniq wc; do
	ln -s busybox "$root/bin/$applet"
done

umoci init --layout "$tmp/image"
umoci new --image "$tmp/image:latest"
umoci config --image "$tmp/image:latest" --os linux --architecture "$goarch" \
	--author kvm-dirty-tests --config.entrypoint /bundle/run.sh --config.workingdir / \
	--config.env PATH=/bin \
	--config.label "org.opencontainers.image.licenses=GPL-2.0-only" \
	--config.label "org.opencontainers.image.version=$(cat "$root/bundle/version")"
umoci insert --image "$tmp/image:latest" "$root" / >/dev/null
# A fifth of what gzip makes of it: the programs have much in common.
skopeo copy --quiet --dest-compress-format zstd "oci:$tmp/image:latest" \
	"oci-archive:$tmp/tar:latest"
mv "$tmp/tar" "$image"
echo "$image"
