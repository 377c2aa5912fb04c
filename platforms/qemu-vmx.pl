# SPDX-License-Identifier: GPL-2.0-only
#
# Platform qemu-vmx: a QEMU for x86, and the firmware payload in it, on the KVM of platform
# vmx, which is an emulated Intel processor. --qemu names the QEMU. All but what is in the
# initramfs is that platform's. run/Platform.pm explains the keys.
use strict;
use warnings;
use Platform;

return {
	%{Platform::description('vmx')},
	order => 7,
	about => 'the same on vmx, which takes hours',
	goal => 'vmm',
	# It takes hours.
	all => 0,
	needs => [qw(vmx qemu firmware vmm)],
	configs => [default => {}],
	# Two: QEMU works beside the guest that it runs.
	cpus => [],
	minutes => 60,
	overhead => 512,
	# A case boots firmware in a guest of an emulated machine, twice.
	limits => { boot_s => 900, silent_s => 4800, slowness => 30 },
	args => '-A kvm*',
};
