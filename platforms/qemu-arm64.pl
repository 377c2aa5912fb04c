# SPDX-License-Identifier: GPL-2.0-only
#
# Platform qemu-arm64: a QEMU for arm64, and the firmware payload in it, on the KVM of
# platform arm64, which is an emulated machine. --qemu names the QEMU.
# run/Platform.pm explains the keys.
use strict;
use warnings;
use Platform;

return {
	%{Platform::description('arm64')},
	order => 6,
	about => 'the same on arm64',
	goal => 'vmm',
	needs => [qw(arm64 qemu firmware vmm)],
	configs => [default => { pages_kib => 4 }],
	# Two: QEMU works beside the guest that it runs.
	cpus => [],
	# Its initramfs is large, and a boot is a small part of it.
	saved => 0,
	# A case boots firmware in a guest of an emulated machine, twice.
	limits => { boot_s => 240, silent_s => 1800, slowness => 10 },
	minutes => 10,
	# Room for two QEMUs and what they save of their guests.
	memory => 3072,
	args => '-A kvm*',
};
