#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# image.sh APPLICATION NAME IMAGE: make a disk image whose only partition, an EFI
# system partition, has APPLICATION as EFI/BOOT/NAME, which firmware boots from a
# disk that it knows nothing else about; and the command block DIRTIER.CMD.
#
# The same application gives the same image, byte by byte.
set -eu

application=$1
name=$2
image=$3
PATH=$PATH:/usr/sbin:/sbin
export MTOOLS_SKIP_CHECK=1 SOURCE_DATE_EPOCH=315532800 TZ=UTC

tmp=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-image.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# In sectors of 512 bytes: the partition, and what GPT needs around it.
begin=2048
sectors=4096
truncate -s $((sectors * 512)) "$tmp/esp"
mkfs.vfat -F 12 -i 4b564d44 -n DIRTIER --invariant "$tmp/esp" >"$tmp/log"
# The command block that is there until somebody writes another: one file of one
# sector, which lies in one piece, so that it can be found and overwritten.
{
	echo '# dirtier command block'
	echo 'vcpus=1 pages=1024 pattern=permutation rate=1000'
} >"$tmp/command"
truncate -s 512 "$tmp/command"
mmd -i "$tmp/esp" ::/EFI ::/EFI/BOOT
touch -d @"$SOURCE_DATE_EPOCH" "$tmp/command"
mcopy -m -i "$tmp/esp" "$tmp/command" ::/DIRTIER.CMD
cp "$application" "$tmp/application"
touch -d @"$SOURCE_DATE_EPOCH" "$tmp/application"
mcopy -m -i "$tmp/esp" "$tmp/application" "::/EFI/BOOT/$name"

truncate -s $(((begin + sectors + 2048) * 512)) "$tmp/image"
sfdisk --quiet "$tmp/image" <<-END
	label: gpt
	label-id: 4b564d44-4952-5459-8000-000000000001
	start=$begin, size=$sectors, type=U, uuid=4b564d44-4952-5459-8000-000000000002
END
dd if="$tmp/esp" of="$tmp/image" bs=512 seek=$begin conv=notrunc status=none
mv "$tmp/image" "$image"
