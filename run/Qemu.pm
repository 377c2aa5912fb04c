# SPDX-License-Identifier: GPL-2.0-only
#
# The QEMU that the tests of QEMU test: the one that --qemu names, a program or one of
# Debian's (provision/debian-qemu.sh). Without a name it is the one that is installed
# here, and in an emulated machine that of this system's archive.
package Qemu;
use strict;
use warnings;
use Child;
use Machine;
use Platform;
use Say;

# By the architecture of the guest.
my %for = (
	x86 => { package => 'qemu-system-x86', program => 'qemu-system-x86_64',
		source => 'ovmf', firmware => 'usr/share/ovmf/OVMF.fd' },
	arm64 => { package => 'qemu-system-arm', program => 'qemu-system-aarch64',
		source => 'qemu-efi-aarch64',
		firmware => 'usr/share/qemu-efi-aarch64/QEMU_EFI.fd' },
);
# By the architecture that QEMU runs on.
my %on = (
	x86 => { debian => 'amd64', triplet => 'x86_64-linux-gnu',
		loader => 'lib64/ld-linux-x86-64.so.2' },
	arm64 => { debian => 'arm64', triplet => 'aarch64-linux-gnu',
		loader => 'lib/ld-linux-aarch64.so.1' },
);

# What was found, by platform and the guest's architecture: a program; and root, a folder
# with it, its libraries and the firmware; and version, if it is Debian's.
my %found;

# True if it is a name of Debian's, and no file.
sub is_debians {
	my ($word) = @_;
	return defined $word && $word !~ m!/!;
}

# The architecture of a config's guest.
sub guest {
	my ($platform, $config) = @_;
	return $platform->{config}{$config}{guest} // $platform->{arch};
}

sub is_users {
	my ($of) = @_;
	return $of->{program} !~ /^\Q$of->{root}\E/;
}

sub check_program {
	my ($program, $config, $guest) = @_;
	-f $program && -x _ or refuse("--qemu $program is not a program");
	my $is = $program =~ m![^/]*aarch64[^/]*$! ? 'arm64' : 'x86';
	$is eq $guest or refuse("--qemu $program is not for config $config");
}

# Get the QEMU $word, or what there is without one, for each config of $platform, or end
# with one line.
sub check {
	my ($platform, $word, @configs) = @_;
	for my $config (@configs) {
		my $guest = guest($platform, $config);
		next if $found{$platform->{name}}{$guest};
		my $of = $found{$platform->{name}}{$guest} = {};
		if (defined $word && !is_debians($word)) {
			check_program($word, $config, $guest);
			$of->{program} = $word;
		}
		next if $platform->{here} && !is_debians($word);
		my ($status, $said) = Child::output('provision/debian-qemu.sh',
			is_debians($word) ? $word : '',
			"$for{$guest}{package}:$on{$platform->{arch}}{debian}",
			$for{$guest}{source}, $ENV{CACHE});
		exit 2 if $status;
		@$of{qw(root version)} = $said =~ /(\S+) (\S+)\n\z/;
		$of->{program} //= $platform->{here} ? "$of->{root}/run-qemu" :
			"$of->{root}/usr/bin/$for{$guest}{program}";
	}
}

# What Debian's QEMU is, a line for each, as Machine::origins() has it.
sub origins {
	my ($platform, $word, @configs) = @_;
	return if !is_debians($word);
	return map { "qemu $word: $_->[1] ($for{$_->[0]}{package})" }
		map { [$_, $found{$platform->{name}}{$_}{version}] }
		map { guest($platform, $_) } @configs;
}

# The arguments of the test programs that run here.
sub arguments {
	my ($platform, $config) = @_;
	my $guest = guest($platform, $config);
	my $of = $found{$platform->{name}}{$guest};
	return () if !$platform->{here} || !$of || !defined $of->{root};
	return ('-q', $of->{program}, '-f', "$of->{root}/$for{$guest}{firmware}");
}

# The version of a config's QEMU, or the program that the user names.
sub version {
	my ($platform, $config) = @_;
	my $guest = guest($platform, $config);
	my $of = $found{$platform->{name}}{$guest};
	return Machine::version_of('version', $of->{program} // $for{$guest}{program},
		'--version') if $platform->{here};
	return is_users($of) ? $of->{program} : $of->{version};
}

# --- for an emulated machine

# Copy library $name, and all that it needs, to $dir.
sub add_library {
	my ($root, $arch, $dir, $name) = @_;
	my $to = $name =~ /^ld-linux/ ? $on{$arch}{loader} : "lib/$name";
	return if -e "$dir/$to";
	my $triplet = $on{$arch}{triplet};
	for my $at ("usr/lib/$triplet", "lib/$triplet", 'lib', 'lib64', "usr/lib/$triplet/blas",
		"usr/lib/$triplet/lapack") {
		next if !-e "$root/$at/$name";
		Machine::add_file("$root/$at/$name", "$dir/$to");
		add_needed($root, $arch, $dir, "$dir/$to");
		return;
	}
	refuse("the QEMU under test lacks the library $name");
}

sub add_needed {
	my ($root, $arch, $dir, $file) = @_;
	my $objdump = $arch eq $Platform::native ? 'objdump' : "$on{$arch}{triplet}-objdump";
	my ($status, $says) = Child::output($objdump, '-p', $file);
	refuse("--qemu: $file is no program for $arch") if $status;
	add_library($root, $arch, $dir, $_) for $says =~ /^\s*NEEDED\s+(\S+)/mg;
}

# Put QEMU and its firmware into $dir, which becomes a machine's initramfs, under the names
# that they are looked for by. A program that the user names has its libraries of this
# machine, if it is one for it.
sub add_to {
	my ($platform, $dir) = @_;
	my $arch = $platform->{arch};
	my $of = $found{$platform->{name}}{$arch};
	my $to = "$dir/bin/$for{$arch}{program}";
	Machine::add_file($of->{program}, $to);
	Machine::add_file("$of->{root}/$for{$arch}{firmware}", "$dir/$for{$arch}{firmware}");
	add_needed(is_users($of) && $arch eq $Platform::native ? '' : $of->{root}, $arch, $dir, $to);
	# Some QEMUs have an accelerator as a module.
	my $modules = "usr/lib/$on{$arch}{triplet}/qemu";
	Machine::add_file($_, "$dir/$modules/" . s!.*/!!r)
		for glob "\Q$of->{root}/$modules\E/accel-*.so";
	-e "$dir/$on{$arch}{loader}" or
		add_library($of->{root}, $arch, $dir, $on{$arch}{loader} =~ s!.*/!!r);
}

1;
