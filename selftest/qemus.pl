#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# qemus.pl [--check|RECORD...]: docs/qemus.md, a table of the QEMUs with which each case in
# vmm/tests/ ran, made of docs/qemus.tsv. A RECORD is a results.json, whose cases are added
# to that file first: what passed, failed as docs/known.tsv says, or was skipped; other
# verdicts are no place where the case was judged. A skip does not replace another verdict.
# With --check prints what is wrong, a line each, and nothing if all is well: a row of a case
# that there is not, a page that is not what would be printed. The page names each case of the
# tree, so a new case makes it stale.
use strict;
use warnings;
use FindBin;
use JSON::PP;

chdir "$FindBin::Bin/.." or die "$0: $!\n";
my $check = @ARGV && $ARGV[0] eq '--check';
my ($tsv, $page) = ('docs/qemus.tsv', 'docs/qemus.md');

sub slurp {
	my ($file) = @_;
	open my $from, '<', $file or die "$file: $!\n";
	local $/;
	return <$from>;
}

sub put {
	my ($file, $text) = @_;
	open my $to, '>', $file or die "$file: $!\n";
	print $to $text;
	close $to or die "$file: $!\n";
}

# --- the cases of the tree, and what is known of them

my (@cases, %there);
for my $file (sort glob 'vmm/tests/*.c') {
	my ($test) = $file =~ m!([^/]+)\.c$!;
	push @cases, map { "$test/$_" } slurp($file) =~ /\{ \.name = "([^"]+)"/g;
}
@there{@cases} = ();

# $seen{case}{column} = verdict; a column is guest, accelerator and version of QEMU.
my (%seen, %column);
my $head = '';
for (split /\n/, slurp($tsv)) {
	if (/^#/) {
		$head .= "$_\n";
		next;
	}
	my ($case, $place, $accel, $version, $verdict) = split /\t/;
	$seen{$case}{"$place\t$accel\t$version"} = $verdict;
}

sub add {
	my ($record) = @_;
	my $of = decode_json(slurp($record));
	my %version;
	for my $column (grep { $_->{platform} =~ /^qemu/ } @{$of->{columns}}) {
		my ($version) = ($column->{qemu} // $column->{emulator} // '') =~
			/(\d+(?:\.\d+)+)/;
		next if !defined $version;
		# Debian's 7.2+dfsg-7+deb12u18 is 7.2.22 by its own word.
		$version = $1 if ($column->{emulator} // '') =~ /version (\Q$version\E\.\d+)/;
		$version{"$column->{platform} $column->{config}"} = $version;
	}
	for my $case (@{$of->{cases}}) {
		my ($name, $accel) = split /@/, $case->{name};
		my $version = $version{"$case->{platform} $case->{config}"};
		my $verdict = $case->{verdict} eq 'known' ? $case->{finding} : $case->{verdict};
		next if !defined $version || $verdict !~ /^(?:pass|skip|unexpected|[A-Z]\d+)$/ ||
			!exists $there{$name};
		my $at = \$seen{$name}{"$case->{platform}-$case->{config}\t$accel\t$version"};
		$$at = $verdict eq 'unexpected' ? 'pass' : $verdict
			if $verdict ne 'skip' || !defined $$at;
	}
}

# --- the page

sub number {
	return join '', map { sprintf '%04d', $_ } split /\./, $_[0];
}

sub table {
	my ($test, @of) = @_;
	my %has = map { $_ => 1 } grep {
		my $column = $_;
		grep { ($seen{$_}{$column} // 'skip') ne 'skip' } @of;
	} map { keys %{$seen{$_}} } @of;
	my @columns = map { $_->[0] } sort { $a->[1] cmp $b->[1] } map {
		my ($place, $accel, $version) = split /\t/;
		[$_, "$place $accel " . number($version)];
	} keys %has;
	my @lines = ("## $test", '', '| case | ' . join(' | ', map {
		my ($place, $accel, $version) = split /\t/;
		"$place, $accel, $version";
	} @columns) . ' |', '|---' x (1 + @columns) . '|');
	for my $case (@of) {
		push @lines, "| $case | " . join(' | ',
			map { $seen{$case}{$_} // '' } @columns) . ' |';
	}
	return @lines, '';
}

sub text {
	my %tests = map { m!(.*)/! => 1 } @cases;
	my @skipped = grep {
		my $case = $_;
		$seen{$case} && !grep { $_ ne 'skip' } values %{$seen{$case}};
	} @cases;
	my @never = grep { !$seen{$_} } @cases;
	return join "\n", '# Which case ran with which QEMU', '', (split /\n/, <<'END'), '',
For whoever wants to know how far the tests of QEMU ([firmware.md](firmware.md)) were tried.
A column is a platform with its config, the accelerator of the tested QEMU, and its version.
A case passed (`pass`), failed as [known.tsv](known.tsv) says (its finding), or was skipped,
in QEMU's words; an empty cell is a case that was not run there. Columns in which all was
skipped are left out.

Made by `make qemus RECORDS='.../results.json ...'` of [qemus.tsv](qemus.tsv).
END
		map({ my $test = $_; table($test, grep { m!^\Q$test\E/! } @cases) } sort keys %tests),
		'## Seen by nobody', '',
		@skipped ? ('Skipped wherever they ran:', '', map({ "- $_" } @skipped), '') : (),
		@never ? ('Not run yet:', '', map({ "- $_" } @never), '') : (),
		@skipped || @never ? () : ('No case: each was judged somewhere.', '');
}

# --- what is asked for

if ($check) {
	print "$tsv: there is no case $_\n" for grep { !exists $there{$_} } sort keys %seen;
	print "$page is stale: make qemus\n" if slurp($page) ne text();
	exit;
}
add($_) for @ARGV;
put($tsv, $head . join '', map {
	my $case = $_;
	map { "$case\t$_\t$seen{$case}{$_}\n" } sort keys %{$seen{$case}};
} sort keys %seen);
put($page, text());
