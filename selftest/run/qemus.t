#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The QEMU under test: which it is, what the test programs and the machines get of it, and
# several in one call.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Child;
use File::Temp;
use Files;
use Options;
use Platform;
use Qemu;
use Qemus;
use Several;
use Test::More;
use Try;

delete @ENV{grep { /^KVM_DIRTY_/ } keys %ENV};

sub parsed {
	return Options->parse([qw(qemu svm)], [qw(qemu svm)], @_);
}

# --- which they are

is_deeply(parsed()->{qemus}, [], 'none');
is_deeply(parsed(qw(--qemu 10.0))->{several}, [], 'one is not several');
is($ENV{KVM_DIRTY_QEMU}, undef, 'a version is not for the programs');
my $two = parsed(qw(--qemu 7.2 --qemu=newest --qemu 7.2 --kernel /k --modules /m -v));
is_deeply($two->{several}, [map { { kernel => '/k', modules => '/m', qemu => $_ } }
	qw(7.2 newest)], 'each once, and with the kernel');
is_deeply($two->{others}, ['-v'], 'what holds for each of them');
is_deeply([Several::folders('Qemus', map { { qemu => $_ } } qw(7.2 /a/q /b/q))],
	[qw(7.2 q q-2)], 'folders');
my $one = parsed(qw(--qemu 7.2 --kernel 6.1 --kernel 7.2));
is($one->{kind}, 'Kernels', 'several kernels');
is(Several::alone($one, $one->{several}[1])->{qemu}, '7.2', '... with one QEMU');
like(refused(sub { parsed(qw(--qemu 7.2 --qemu 8 --kernel 6.1 --kernel 7.2)) }),
	qr/several kernels and several QEMUs are two tables: name one of either/,
	'refused: several of both');
like(refused(sub { parsed(qw(--qemu 7.2 --qemu 8 --ktap -)) }),
	qr/--ktap - is for one qemu/, 'refused: KTAP of several');
my ($svm, $platform) = map { Platform::find($_) } qw(svm qemu);
is_deeply([map { $_->{name} } Qemus->platforms({}, $svm, $platform)], ['qemu'],
	'platforms that test one');

# --- a program of the user's

my $dir = File::Temp->newdir;
write_file("$dir/qemu-system-x86_64", "#!/bin/sh\necho version 9\n");
like(refused(sub { Qemu::check($platform, "$dir/qemu-system-x86_64", 'default') }),
	qr/is not a program/, 'refused: a file');
chmod 0755, "$dir/qemu-system-x86_64";
SKIP: {
	skip('this is no x86', 3) if $Platform::native ne 'x86';
	like(refused(sub { Qemu::check($platform, "$dir/qemu-system-x86_64", 'arm64') }),
		qr/is not for config arm64/, 'refused: of another architecture');
	my ($status, $said) = try(sub {
		Qemu::check($platform, "$dir/qemu-system-x86_64", 'default');
		print Qemu::version($platform, 'default');
		print Qemu::arguments($platform, 'default');
	});
	is($said, 'version 9', 'its version, and it has no firmware of its own');
	is_deeply([Qemu::origins($platform, "$dir/x", 'default')], [], '... and no package');
}

# --- one of Debian's

# Call $do with a provision/debian-qemu.sh that prints $said.
sub with_debians {
	my ($said, $do) = @_;
	no warnings 'redefine';
	local *Child::output = sub { return $_[0] =~ /debian-qemu/ ? (0, $said) : (0, '') };
	local $ENV{CACHE} = '/c';
	return try($do);
}
my (undef, $said) = with_debians("/c/q_all 1:9.1-2\n", sub {
	Qemu::check($platform, '9.1', 'default');
	print join ' ', Qemu::arguments($platform, 'default'),
		Qemu::origins($platform, '9.1', 'default');
});
is($said, '-q /c/q_all/run-qemu -f /c/q_all/' . ($Platform::native eq 'x86' ?
	'usr/share/ovmf/OVMF.fd qemu 9.1: 1:9.1-2 (qemu-system-x86)' :
	'usr/share/qemu-efi-aarch64/QEMU_EFI.fd qemu 9.1: 1:9.1-2 (qemu-system-arm)'),
	'it is started with its own libraries and firmware');

# --- what a machine gets

my $root = File::Temp->newdir;
my ($arm) = Platform::find('qemu-arm64');
write_file("$root/usr/bin/qemu-system-aarch64", 'qemu');
write_file("$root/usr/share/qemu-efi-aarch64/QEMU_EFI.fd", 'efi');
write_file("$root/usr/lib/aarch64-linux-gnu/$_", $_) for qw(liba.so libb.so libc.so
	ld-linux-aarch64.so.1);
my %needs = ('qemu-system-aarch64' => ['liba.so'], 'liba.so' => ['libb.so', 'liba.so'],
	'libb.so' => ['ld-linux-aarch64.so.1']);
sub added {
	my ($word, %more) = @_;
	my $to = File::Temp->newdir;
	no warnings 'redefine';
	local *Child::output = sub {
		return (0, "$root 1:9\n") if $_[0] =~ /debian-qemu/;
		my ($name) = $_[2] =~ m!([^/]+)\z!;
		return ($more{broken} // 0, join '', map { "  NEEDED  $_\n" } @{$more{$name} //
			$needs{$name} // []});
	};
	my (undef, $out, $err) = try(sub {
		Qemu::check($arm, $word, 'default');
		Qemu::add_to($arm, "$to");
		my $found = `cd $to && find . -type f | sort | tr '\\n' ' '`;
		print $found;
	});
	return $out . $err;
}
my $files = './bin/qemu-system-aarch64 ./lib/ld-linux-aarch64.so.1 ./lib/liba.so ' .
	'./lib/libb.so ./usr/share/qemu-efi-aarch64/QEMU_EFI.fd ';
is(added('9'), $files, 'a machine gets the program, what it needs, and firmware');
is(added(undef), $files, "... without a word, too");
like(added('9', 'libb.so' => ['libx.so']), qr/lacks the library libx\.so$/,
	'refused: a library is missing');
like(added('9', broken => 1), qr/is no program for arm64$/, 'refused: another format');

# --- the table

my $out = File::Temp->newdir;
write_file("$out/7.2/qemu-default/a.tap", "1..3\nok 1 a/b\nnot ok 2 a/c\nok 3 a/d # SKIP no\n");
write_file("$out/newest/qemu-default/a.tap",
	"1..3\nok 1 a/b\nok 2 a/c # XFAIL Q2: x\nnot ok 3 a/d # ERROR x\n");
is(Qemus->table($out, '7.2', 'newest'), <<'END' =~ s/\n\z//r, 'the table');
case              7.2     newest
qemu-default a/b  pass    pass
qemu-default a/c  FAILED  Q2
qemu-default a/d  skip    error

Q...: fails as docs/known.tsv says
END
Several::leave_trouble("$out/nix", 'no such suite', ['default'], $platform);
like(Qemus->table($out, 'nix', '7.2'), qr/^qemu-default platform +error +-$/m,
	'one that could not be had');
done_testing;
