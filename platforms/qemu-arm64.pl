# SPDX-License-Identifier: GPL-2.0-only
#
# Platform qemu-arm64: a QEMU for arm64, and the firmware payload in it, on the KVM of
# platform arm64, which is an emulated machine. run/Platform.pm explains the keys.
use strict;
use warnings;
use Child;
use Platform;
use Say;

my $qemu = 'qemu-system-arm:arm64';
my $firmware = 'qemu-efi-aarch64:arm64';

# Copy library $name of the packages unpacked in $root, and all that it needs, to $dir.
my $add_needed;
my $add_library = sub {
	my ($root, $dir, $name) = @_;
	return if -e "$dir/lib/$name";
	for my $at (qw(usr/lib/aarch64-linux-gnu lib/aarch64-linux-gnu lib
		usr/lib/aarch64-linux-gnu/blas)) {
		next if !-e "$root/$at/$name";
		Machine::add_file("$root/$at/$name", "$dir/lib/$name");
		$add_needed->($root, $dir, "$dir/lib/$name");
		return;
	}
	refuse("$qemu lacks the library $name");
};
$add_needed = sub {
	my ($root, $dir, $file) = @_;
	my (undef, $says) = Child::output('aarch64-linux-gnu-objdump', '-p', $file);
	$add_library->($root, $dir, $_) for $says =~ /^\s*NEEDED\s+(\S+)/mg;
};

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
	fetch => [$firmware],
	fetch_all => [$qemu],
	# A case boots firmware in a guest of an emulated machine, twice.
	limits => { boot_s => 240, silent_s => 1800, slowness => 10 },
	minutes => 10,
	# Room for two QEMUs and what they save of their guests.
	memory => 3072,
	args => '-A kvm*',
	extra => sub {
		my ($dir) = @_;
		my $root = "$ENV{CACHE}/$qemu+all";
		my $efi = 'usr/share/qemu-efi-aarch64';
		my $program = 'bin/qemu-system-aarch64';
		Machine::add_file("$root/usr/$program", "$dir/$program");
		Machine::add_file("$ENV{CACHE}/$firmware/$efi/QEMU_EFI.fd",
			"$dir/$efi/QEMU_EFI.fd");
		$add_library->($root, $dir, 'ld-linux-aarch64.so.1');
		$add_needed->($root, $dir, "$dir/$program");
	},
};
