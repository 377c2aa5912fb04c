#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# findings.pl [--check]: which kernel has which finding, a table in docs/findings.md. Makes
# that part of the page anew, of docs/known.tsv (what fails where) and docs/tried.tsv (what
# ran where). With --check prints what is wrong, a line each, and nothing if all is well: a
# finding without a row in known.tsv, a row of a finding that the page has not, a kernel or
# a finding in tried.tsv that there cannot be, a table that is not what would be printed.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../run";
use Consumers;

chdir "$FindBin::Bin/.." or die "$0: $!\n";
my $page = 'docs/findings.md';
my $title = '## Which kernel has which finding';

sub slurp {
	my ($file) = @_;
	open my $from, '<', $file or die "$file: $!\n";
	local $/;
	return <$from>;
}

# --- the two tables

# "6.12.117" or "7.3-rc7" as a number that versions of one release share.
sub release {
	my ($version) = @_;
	my ($major, $minor) = $version =~ /^(\d+)\.(\d+)/ or return -1;
	return $major * 1000 + $minor;
}

# Whether the range of known.tsv has that version.
sub covers {
	my ($range, $version) = @_;
	return 1 if $range eq '-';
	my ($first, $last) = split /-/, $range;
	my $have = release($version);
	return $have >= release($first) && $have <= release($last // $first);
}

# Whether a backend of known.tsv is $name: a name, or some of which one is, and then facts.
sub is_backend {
	my ($backend, $name) = @_;
	my ($names) = $backend =~ /^(?|@\(([^)]*)\)|([^,]+))/;
	return $names eq '-' || grep { $_ eq $name } split /\|/, $names;
}

my (%known, @tried, @wrong);
for (Consumers::rows('known.tsv')) {
	my ($backend, $range, $finding) = @$_[3 .. 5];
	push @{$known{$finding}}, [$backend, $range];
}
for (Consumers::rows('tried.tsv')) {
	my ($version, $backend, $findings) = @$_;
	push @tried, { version => $version, backend => $backend, findings => $findings };
	push @wrong, "docs/tried.tsv: $version is no version" if release($version) < 0;
	push @wrong, map { "docs/tried.tsv: there is no finding $_" }
		grep { $_ ne '-' && !$known{$_} } split /,/, $findings;
}

# --- the table that is made of them

# A column for each release; a KVM that is not the kernel's own has one of its own.
sub column {
	my ($tried) = @_;
	my ($release) = $tried->{version} =~ /^(\d+\.\d+)/;
	return ($tried->{backend} eq 'pvm' ? 'kvm_pvm on ' : '') . ($release // '');
}

# It is there if a case fails on a backend that was tried, and not there if its cases ran on
# one that it could be on.
sub cell {
	my ($finding, @where) = @_;
	@where = grep { Consumers::is_in($finding, $_->{findings}) } @where;
	my @rows = @{$known{$finding}};
	for my $tried (@where) {
		return 'yes' if grep { is_backend($_->[0], $tried->{backend}) &&
			covers($_->[1], $tried->{version}) } @rows;
	}
	for my $tried (@where) {
		return 'no' if $tried->{backend} eq 'pvm' ||
			grep { is_backend($_->[0], $tried->{backend}) } @rows;
	}
	return 'not tried';
}

my $text = slurp($page);
my %titled = $text =~ /^## (F\d+): (.*)/mg;
my @findings = sort { substr($a, 1) <=> substr($b, 1) } grep { $known{$_} } keys %titled;
push @wrong, map { "docs/known.tsv has no row of finding $_" }
	grep { !$known{$_} } sort keys %titled;
push @wrong, map { "$page has no finding $_" } grep { /^F/ && !$titled{$_} } sort keys %known;

my (@columns, %where);
for my $tried (@tried) {
	my $column = column($tried);
	push @columns, $column if !$where{$column};
	push @{$where{$column}}, $tried;
}
my $table = join '', map { '| ' . join(' | ', @$_) . " |\n" }
	['finding', @columns], [('---') x (1 + @columns)],
	map { my $finding = $_; [$finding, map { cell($finding, @{$where{$_}}) } @columns] }
		@findings;
$table =~ s/^\| --- .*/'|' . '---|' x (1 + @columns)/me;
my $part = <<"END" . $table . "\n";
$title

Made by `make findings` from docs/known.tsv, which says where a case is known to fail, and
docs/tried.tsv, which says on which versions the cases ran. "No" means that they ran where
the finding could be, and did not fail.

END

my @parts = $text =~ /^\Q$title\E\n.*?(?=^## |\z)/msg;
push @wrong, "$page has not one part '$title'" if @parts != 1;
if (@ARGV && $ARGV[0] eq '--check') {
	push @wrong, "$page is stale: make findings" if "@parts" ne $part;
	print map { "$_\n" } @wrong;
	exit 0;
}
die map { "$0: $_\n" } @wrong if @wrong;
$text =~ s/^\Q$title\E\n.*?(?=^## |\z)/$part/ms;
open my $to, '>', $page or die "$page: $!\n";
print $to $text;
close $to or die "$page: $!\n";
