#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Several kernels in one call: which there are, what each runner is told, what becomes of
# a kernel that cannot be had, and the table.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use File::Temp;
use Files;
use Kernels;
use Options;
use Platform;
use Test::More;
use Try;

delete @ENV{grep { /^KVM_DIRTY_/ } keys %ENV};

sub parsed {
	return Options->parse([qw(svm arm64)], [qw(svm arm64)], @_);
}

# --- which they are

is_deeply(parsed()->{kernels}, [], 'none');
is_deeply(parsed(qw(--kernel 6.1))->{kernels}, [{ kernel => '6.1' }], 'one');
is_deeply(parsed(qw(--kernel 6.1 --kernel=sid --kernel 6.1))->{kernels},
	[{ kernel => '6.1' }, { kernel => 'sid' }], 'each once');
is_deeply(parsed(qw(--kernel /a --modules /m --kernel 6.1))->{kernels},
	[{ kernel => '/a', modules => '/m' }, { kernel => '6.1' }],
	'modules of the kernel before them');
is_deeply(parsed(qw(--modules /m --kernel /a --kernel /b --modules /n))->{kernels},
	[{ kernel => '/a', modules => '/m' }, { kernel => '/b', modules => '/n' }],
	'modules before any kernel are of the first one');
like(refused(sub { parsed(qw(--kernel /a --modules /m --modules /n)) }),
	qr/--modules is there twice for one kernel/, 'modules twice');
is_deeply([Kernels::folders(map { { kernel => $_ } } qw(6.1 sid /a/Image /b/Image))],
	[qw(6.1 sid Image Image-2)], 'folders');

my $options = parsed(qw(--kernel /a --modules=/m --kernel 7.2 --platform svm --out o
	--junit j --ctrf=c --setup --config npt0 --seed 7 -v smoke));
is_deeply($options->{others}, [qw(--config npt0 --seed 7 -v smoke)],
	'what holds for each of them');
is_deeply(Kernels::alone($options, $options->{kernels}[1])->{modules}, undef,
	'modules are of one kernel');

# --- results

my $out = File::Temp->newdir;
sub results {
	my ($folder, @lines) = @_;
	write_file("$out/$folder/test.tap",
		join '', '1..' . @lines . "\n", map { "$_\n" } @lines);
}
results('6.1/svm-default', 'ok 1 a/b', 'ok 2 a/c # SKIP no');
results('6.1/svm-npt0', 'ok 1 a/b', 'not ok 2 a/c', 'ok 3 a/d # XFAIL F1: x');
results('sid/svm-default', 'ok 1 a/b', 'ok 2 a/c # XFAIL F1: x', 'ok 3 a/d # XPASS F1: x');
results('sid/svm-npt0', 'ok 1 a/b # SKIP no');
my ($svm) = Platform::find('svm');
Kernels::leave_trouble("$out/nix", 'no such suite', ['default', 'npt0'], $svm);
is(Kernels::table($out, '6.1', 'sid', 'nix'), <<'END' =~ s/\n\z//r, 'the table');
kernel    svm-default       svm-npt0
6.1          1 passed       1 FAILED
sid         2+1 known        skipped
nix             error          error

known: fails as docs/known.tsv says
END
results("x/$_-" . 'w' x 40, 'ok 1 a/b') for qw(a b);
my @lines = split /\n/, Kernels::table($out, 'x');
is_deeply([grep { length > 80 } @lines], [], 'columns that do not fit are below');
is(scalar(grep { /^kernel/ } @lines), 2, 'and have a head of their own');

# --- refusals

my $host = Platform::find('host');
like(refused(sub { Kernels::booting({}, $svm, $host) }),
	qr/several kernels are for platforms that boot one, not for host/,
	'a platform that boots none');
my ($status, $said) = try(sub { print scalar Kernels::booting({ all => 1 }, $svm, $host) });
is($said, "left out, since they boot no kernel: host\n1", 'all that boot one');
done_testing;
