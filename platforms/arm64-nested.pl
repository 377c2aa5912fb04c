# SPDX-License-Identifier: GPL-2.0-only
#
# Platform arm64-nested: guests on platform arm64 that have nested guests, which KVM has
# since Linux 6.16, so --kernel must name a later one than the default. It runs the cases
# with a nested guest alone. Each is long: to write-protect a few pages KVM visits all of the
# 2^48 bytes that a nested guest can have (kvm_nested_s2_wp() in arch/arm64/kvm/nested.c).
# run/Platform.pm explains the keys.
use strict;
use warnings;
use Child;
use Machine;
use Platform;
use Say;

my $arm64 = Platform::description('arm64');

# The first QEMU whose processor has FEAT_NV2.
my $first = 9;
my $qemu = 'qemu-system-aarch64';

sub find_qemu {
	my (undef, $version) = Child::output($qemu, '--version');
	return if ($version // '') =~ /version (\d+)/ && $1 >= $first;
	my $host = $Platform::native eq 'arm64' ? 'arm64' : 'amd64';
	my ($status, $said) = Child::output('provision/debian-qemu.sh', 'newest',
		"qemu-system-arm:$host", 'qemu-efi-aarch64', $ENV{CACHE});
	exit 2 if $status;
	my ($root) = $said =~ /(\S+) \S+\n\z/ or refuse('debian-qemu.sh names no folder');
	$qemu = "$root/run-qemu";
}

return {
	%$arm64,
	order => 8,
	about => 'nested guests on emulated arm64',
	all => 0,
	minutes => 60,
	# A case may take less than this by its own deadline.
	limits => { boot_s => 240, silent_s => 1800, slowness => 20 },
	configs => [
		default => { pages_kib => 4, kernel => ['kvm-arm.mode=nested'] },
	],
	only => '-N',
	check => sub { find_qemu() },
	version => sub { Machine::version_of('version', $qemu, '--version') },
	command => sub {
		my (undef, @options) = $arm64->{command}->(@_);
		return ($qemu, @options);
	},
};
