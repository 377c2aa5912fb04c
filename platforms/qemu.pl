# SPDX-License-Identifier: GPL-2.0-only
#
# Platform qemu: this machine's QEMU, with the firmware payload as its guest: without
# KVM, which works everywhere, and with this machine's KVM where firmware boots on it.
# Config arm64, on x86, is a guest of arm64, without KVM. --qemu names another QEMU.
# run/Platform.pm explains the keys.
use strict;
use warnings;
use Platform;

return {
	order => 5,
	about => 'tests of QEMU itself',
	goal => 'vmm',
	needs => [qw(qemu firmware vmm)],
	memory => 2048,
	minutes => 4,
	# Silence is long where a case waits for what does not come.
	limits => { boot_s => 10, silent_s => 720, slowness => 1 },
	configs => [
		default => {},
		$Platform::native eq 'arm64' ? () :
			(arm64 => { args => '-a arm64 -A tcg', minutes => 10,
				guest => 'arm64' }),
	],
	help => { arm64 => 'a guest without KVM' },
	here => 'TERM',
};
