# SPDX-License-Identifier: GPL-2.0-only
#
# Platform qemu: this machine's QEMU, with the firmware payload as its guest: without
# KVM, which works everywhere, and with this machine's KVM where firmware boots on it.
# Config arm64, on x86, is a guest of arm64, without KVM. --qemu names another QEMU.
# run/Platform.pm explains the keys.
use strict;
use warnings;
use Platform;

my %guest = (default => $Platform::native, arm64 => 'arm64');

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
			(arm64 => { args => '-a arm64 -A tcg', minutes => 10 }),
	],
	help => { arm64 => 'a guest without KVM' },
	here => 'TERM',
	version => sub {
		return Machine::version_of('version', $ENV{KVM_DIRTY_QEMU} //
			'qemu-system-x86_64', '--version');
	},
	check => sub {
		my (undef, @configs) = @_;
		my $qemu = $ENV{KVM_DIRTY_QEMU} // return;
		-f $qemu && -x _ or Say::refuse("--qemu $qemu is not a program");
		my $for = $qemu =~ m![^/]*aarch64[^/]*$! ? 'arm64' : 'x86';
		for my $config (@configs) {
			$guest{$config} eq $for or Say::refuse(
				"--qemu $qemu is not for config $config");
		}
	},
};
