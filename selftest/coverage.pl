#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# coverage.pl [--check|--who]: which test and case checks which clause of KVM's contract.
# Prints docs/coverage.md, made of docs/clauses.tsv and of what tests/*.c say in
# .clauses: a test's are those of all its cases. With --check prints what is wrong,
# a line each, and nothing if all is well: a clause with neither case nor reason, or
# with both; a case that names a clause which there is not; a coverage.md that is
# not what would be printed. With --who prints a line for each clause and test or
# test/case that checks it.
use strict;
use warnings;
use FindBin;

chdir "$FindBin::Bin/.." or die "$0: $!\n";
my $check = @ARGV && $ARGV[0] eq '--check';
my $who = @ARGV && $ARGV[0] eq '--who';
my $page = 'docs/coverage.md';
my (@ids, %clause, %by, @wrong);

sub slurp {
	my ($file) = @_;
	open my $from, '<', $file or return '';
	local $/;
	return <$from>;
}

# id, what it says, and why no case checks it
for (split /\n/, slurp('docs/clauses.tsv')) {
	next if /^#/;
	my ($id, $says, $why) = split /\t/;
	push @wrong, "docs/clauses.tsv: $id is there twice" if $clause{$id};
	$clause{$id} = { says => $says, why => $why // '' };
	push @ids, $id;
}

sub claim {
	my ($clauses, $who) = @_;
	for (split ' ', $clauses) {
		push @wrong, "$who names clause $_, which there is not"
			if !$clause{$_};
		push @{$by{$_}}, $who;
	}
}

# A case is a row that begins with its name; clauses come further down in it.
for my $file (sort glob 'tests/*.c') {
	my ($test) = $file =~ m!([^/]+)\.c$!;
	my $case;
	for (slurp($file) =~ m!(\{\s*(?:\.name\s*=\s*)?"[^"]+"|^const\sstruct\stest\stest\s=\s\{|
			(?:\.clauses\s*=\s*|,\s*)"[A-Z]\d+(?:\s[A-Z]\d+)*"|
			\b[A-Z]+\("[^"]+")!mgx) {
		if (/"([A-Z]\d+(?: [A-Z]\d+)*)"/) {
			claim($1, $case ? "$test/$case" : $test);
		} elsif (/^const/) {
			undef $case;
		} elsif (/"([^"]+)"/) {
			$case = $1;
		}
	}
}

if ($who) {
	for my $id (sort keys %by) {
		print map { "$id\t$_\n" } @{$by{$id}};
	}
	exit 0;
}

my %part = (
	G => 'KVM_GET_DIRTY_LOG', C => 'KVM_CLEAR_DIRTY_LOG',
	M => 'KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2', S => 'Slots',
	R => 'The dirty ring', W => "The ring's backup bitmap",
	E => 'Huge mappings and parameters', P => 'KVM_PRE_FAULT_MEMORY',
	N => 'Nested guests on arm64',
);

sub row {
	my ($id) = @_;
	my $c = $clause{$id};
	my $who = $by{$id} ? join(', ', map { "`$_`" } @{$by{$id}}) :
		"*none*: $c->{why}";
	return "| $id | $c->{says} | $who |\n";
}

my $text = <<'END';
# Which test checks which promise

What KVM's documentation promises about dirty logs, and what its source does, as
clauses; and the test, or test/case, that would fail if a kernel broke one. Made
by `make coverage` from docs/clauses.tsv and the sources of the tests; a failed
case names its clauses.

END
my $tested = grep { $by{$_} } @ids;
$text .= sprintf "%d clauses: %d are tested, %d are not, for the reason given.\n",
	scalar @ids, $tested, @ids - $tested;
my $last = '';
for my $id (@ids) {
	my $kind = substr $id, 0, 1;
	$text .= "\n## $part{$kind}\n\n| clause | says | checked by |\n|---|---|---|\n"
		if $kind ne $last;
	$last = $kind;
	$text .= row($id);
	push @wrong, "clause $id has neither a case nor a reason"
		if !$by{$id} && $clause{$id}{why} eq '';
	push @wrong, "clause $id has cases, and a reason for having none"
		if $by{$id} && $clause{$id}{why} ne '';
}
if (!$check) {
	print $text;
	exit 0;
}
push @wrong, "$page is stale: make coverage" if slurp($page) ne $text;
print map { "$_\n" } @wrong;
