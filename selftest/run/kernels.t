#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Several kernels in one call: which there are, what each runner is told, what becomes of
# a kernel that cannot be had, and the table.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use File::Path qw(make_path);
use File::Temp;
use Files;
use Kernels;
use Several;
use Options;
use Platform;
use Record;
use Test::More;
use Try;

delete @ENV{grep { /^KVM_DIRTY_/ } keys %ENV};

sub parsed {
	return Options->parse([qw(svm arm64)], [qw(svm arm64)], @_);
}

# --- which they are

my $there = File::Temp->new;
my $file = $there->filename;

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
is_deeply(parsed(qw(--kernel 7.2 --against), $file, qw(--modules /m --kernel /b --modules /n))->
	{kernels}, [{ kernel => $file, old => 1, modules => '/m' }, { kernel => '7.2' },
		{ kernel => '/b', modules => '/n' }], 'the old one is the first');
is_deeply(parsed(qw(--modules /m --against 6.12 --kernel /a))->{kernels},
	[{ kernel => '6.12', old => 1 }, { kernel => '/a', modules => '/m' }],
	'modules before any kernel are not of the old one');
is_deeply(parsed(qw(--against 6.1 --kernel 6.1))->{kernels},
	[{ kernel => '6.1', old => 1 }, { kernel => '6.1' }], 'one against itself');
is_deeply([Several::folders("Kernels", { kernel => '6.1', old => 1 }, {})], [qw(6.1 default)],
	"the folder of the platform's own");
is_deeply([Several::folders("Kernels", map { { kernel => $_ } } qw(6.1 sid /a/Image /b/Image))],
	[qw(6.1 sid Image Image-2)], 'folders');

my $options = parsed(qw(--kernel /a --modules=/m --kernel 7.2 --platform svm --out o
	--junit j --ctrf=c --setup --config npt0 --seed 7 -v smoke));
is_deeply($options->{others}, [qw(--config npt0 --seed 7 -v smoke)],
	'what holds for each of them');
is_deeply(Several::alone($options, $options->{kernels}[1])->{modules}, undef,
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
Several::leave_trouble("$out/nix", 'no such suite', ['default', 'npt0'], $svm);
is(Kernels->table($out, '6.1', 'sid', 'nix'), <<'END' =~ s/\n\z//r, 'the table');
kernel    svm-default       svm-npt0
6.1          1 passed       1 FAILED
sid         2+1 known        skipped
nix             error          error

known: fails as docs/known.tsv says
END
results("x/$_-" . 'w' x 40, 'ok 1 a/b') for qw(a b);
my @lines = split /\n/, Kernels->table($out, 'x');
is_deeply([grep { length > 80 } @lines], [], 'columns that do not fit are below');
is(scalar(grep { /^kernel/ } @lines), 2, 'and have a head of their own');

# --- refusals

my $host = Platform::find('host');
like(refused(sub { Kernels->platforms({}, $svm, $host) }),
	qr/several kernels are for platforms that boot a kernel, not for host; try/,
	'a platform that boots none');
my $old = parsed(qw(--against 6.1 --kernel 7.2));
is(refused(sub { Kernels->platforms($old, $svm, $host) }) =~ s/^[^ ]* //r, '--against 6.1 is ' .
	'for platforms that boot a kernel, not for host; try --platform svm', '... for an old one');
my ($status, $said) = try(sub { print scalar Kernels->platforms({ all => 1 }, $svm, $host) });
is($said, "left out, since they boot no kernel: host\n1", 'all that boot one');

# --- a kernel that cannot be had, by the name that it was given

sub trouble_of {
	my ($why, @arguments) = @_;
	no warnings 'redefine';
	local *Machine::check = sub { Say::refuse($why) };
	my $parsed = parsed(@arguments);
	my (undef, $out, $err) = try(sub {
		print Several::trouble($parsed, $parsed->{kernels}[0], '/nix', $svm);
	});
	return ($out, $err =~ s/^[^ ]* //r);
}
is_deeply([trouble_of('--kernel 9.9: none', qw(--kernel 9.9))],
	['--kernel 9.9: none', "--kernel 9.9: none\n"], 'one of several');
is_deeply([trouble_of('--kernel 9.9: none', qw(--against 9.9))],
	['--against 9.9: none', "--against 9.9: none\n"], 'the old one');
is_deeply([trouble_of('cannot read it', qw(--against 9.9))],
	['--against 9.9: cannot read it', "--against 9.9: cannot read it\n"],
	'the old one, whatever the reason');

# --- what is the verdict with an old one

# Gate 6.1 and 7.2 with these lines of results and statuses; those that have none cannot be
# had. Returns the status and what is said.
sub gated {
	my ($old, $new, @arguments) = @_;
	my %how = ('6.1' => $old, '7.2' => $new);
	no warnings 'redefine';
	local *Several::trouble = sub { return $how{$_[1]{kernel}} ? '' : 'no' };
	local *Several::run = sub {
		my (undef, $kernel, $folder) = @_;
		my ($status, @lines) = @{$how{$kernel->{kernel}}};
		Record::begin($folder, {}, { name => 'svm-default', platform => 'svm',
			config => 'default' }) if make_path("$folder/svm-default");
		write_file("$folder/svm-default/a.tap", join '', map { "$_\n" }
			'1..' . @lines, @lines);
		Record::finish($folder, 'complete');
		return $status;
	};
	my $out = File::Temp->newdir;
	my $parsed = parsed(@arguments, qw(--kernel 7.2));
	return try(sub {
		chdir $Platform::top;
		exit Several::gate($parsed, platforms => [$svm], out => "$out/x", build => '/nix');
	});
}
my @against = qw(--against 6.1);
my ($good, $bad, $known) = ('ok 1 a/b', 'not ok 1 a/b', 'ok 1 a/b # XFAIL F1: x');
for ([0, 'the same', [0, $good], [0, $good]], [1, 'newly failing', [0, $good], [1, $bad]],
	[1, 'newly failing, as is known', [0, $good], [0, $known]],
	[0, 'failing on both', [1, $bad], [1, $bad]], [0, 'fixed', [1, $bad], [0, $good]],
	[2, 'an old one that could not run', [2, $bad], [0, $good]],
	[2, 'a new one that could not run', [0, $good], [2, $bad]],
	[2, 'no old one', undef, [0, $good]], [2, 'no new one', [0, $good], undef]) {
	my ($wanted, $what, @how) = @$_;
	($status, $said) = gated(@how, @against);
	is($status, $wanted, "against another kernel: $what");
	my $compared = $said =~ /^7\.2 compared with 6\.1:$/m;
	is(!!$compared, $what !~ /^no /, $compared ? '... is compared' : '... is not run');
}
($status, $said) = gated([1, $bad], [0, $good], qw(--kernel 6.1));
is($status, 1, 'of several kernels each one counts');
unlike($said, qr/compared/, '... and nothing is compared');
($status, $said) = gated([0, $good], [1, $bad], @against);
like($said, qr{fails, and did not:\n  svm-default a/b\n1 newly failing}, 'what differs is told');
done_testing;
