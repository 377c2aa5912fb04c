# SPDX-License-Identifier: GPL-2.0-only
#
# A record as one document of KTAP (Documentation/dev-tools/ktap.rst of the kernel): a
# subtest for each test of a column, called as JUnit's suites are.
package Ktap;
use strict;
use warnings;
use Junit;
use Record;

# What stands behind the number of a result, by the verdict.
my %directive = (skip => 'SKIP', error => 'ERROR', known => 'XFAIL', unexpected => 'XPASS');

# The lines of a case, of which the last is its result.
sub lines {
	my ($number, $case, $titles) = @_;
	my $verdict = $case->{verdict};
	my $word = $case->{timeout} ? 'TIMEOUT' : $directive{$verdict};
	my $why = defined $case->{finding} && $verdict ne 'fail' ?
		"$case->{finding}: $titles->{$case->{finding}}" : $case->{reason} // '';
	# What the result says is not said before it.
	my %evidence = $word && $verdict ne 'known' ? (%$case, reason => undef) : %$case;
	my $result = ($verdict =~ /^(?:fail|error)\z/ ? 'not ok' : 'ok') . " $number " .
		Junit::full_name($case);
	return (map({ "# $_" } split(/\n/, Junit::text(\%evidence)),
		defined $case->{ms} ? "duration: $case->{ms} ms" : ()),
		$result . ($word ? " # $word " . Junit::clean($why) : ''));
}

# The verdict on some cases: the result and a directive.
sub sum {
	my (@cases) = @_;
	my %nr;
	$nr{$_->{verdict}}++ for @cases;
	return ('not ok', '') if $nr{fail} || $nr{error};
	return ('ok', keys %nr == 1 && $nr{skip} ? ' # SKIP all of it' : '');
}

# Write the record to an open file.
sub write_to {
	my ($to, $record) = @_;
	my @suites = Record::suites($record);
	binmode $to, ':encoding(UTF-8)';
	my $number = 0;
	my @lines = ('KTAP version 1', '1..' . @suites);
	for my $suite (@suites) {
		my ($name, $column, $cases) = @$suite{qw(name column cases)};
		my $facts = $column->{facts} // {};
		my $nr = 0;
		push @lines, map { "  $_" } 'KTAP version 1', "# Subtest: $name",
			map({ '# ' . Junit::clean("$_: $facts->{$_}") } sort keys %$facts),
			'1..' . @$cases,
			map { lines(++$nr, $_, $record->{findings}) } @$cases;
		my ($result, $directive) = sum(@$cases);
		push @lines, "$result " . ++$number . " $name$directive";
	}
	print { $to } map { "$_\n" } @lines;
}

1;
