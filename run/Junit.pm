# SPDX-License-Identifier: GPL-2.0-only
#
# A record as JUnit, the XML that CI systems read: a suite for each test of a column. A
# case has the key "COLUMN.TEST" and "CASE@COLLECTOR[,BACKING]", the same in each run. A
# known failure counts as passed, and says on its output what is known.
package Junit;
use strict;
use warnings;
use Record;

# XML has no characters for most of what is below a blank.
sub clean {
	my ($text) = @_;
	return $text =~ s/[^\t\n\x20-\x{d7ff}\x{e000}-\x{fffd}]/?/gr;
}

sub seconds {
	my (@cases) = @_;
	my $ms = 0;
	$ms += $_->{ms} // 0 for @cases;
	return sprintf '%.3f', $ms / 1000;
}

# What a case has to show: its evidence or notes, and the command that runs it again.
sub text {
	my ($case) = @_;
	return clean(join "\n", grep { defined && $_ ne '' } $case->{reason},
		@{$case->{evidence} ? $case->{evidence}{lines} : $case->{notes} // []},
		$case->{clauses} ? "clauses: @{$case->{clauses}}" : (),
		defined $case->{finding} ? "finding $case->{finding}" : (),
		defined $case->{replay} ? "replay: $case->{replay}" : ());
}

# The name of a case, which no other case of the record has in its suite.
sub full_name {
	my ($case) = @_;
	return $case->{name} . ($case->{run} > 1 ? " run $case->{run}" : '');
}

sub case_element {
	my ($xml, $class, $case) = @_;
	$xml->startTag('testcase', classname => $class,
		name => full_name($case) =~ s!\A[^/]*/!!r, time => seconds($case));
	my $verdict = $case->{verdict};
	my $message = clean($case->{reason} // $verdict);
	if ($verdict eq 'skip') {
		$xml->emptyTag('skipped', message => $message);
	} elsif ($verdict eq 'fail' || $verdict eq 'error') {
		$xml->dataElement($verdict eq 'fail' ? 'failure' : 'error', text($case),
			message => $message, type => $case->{timeout} ? 'timeout' : $verdict);
	} elsif (text($case) ne '') {
		$xml->dataElement('system-out', text($case));
	}
	$xml->endTag;
}

# The number of cases, and of each kind that is counted apart.
sub counts {
	my (@cases) = @_;
	my %nr = map { $_ => 0 } qw(fail error skip);
	$nr{$_->{verdict}}++ for @cases;
	return (tests => scalar @cases, failures => $nr{fail}, errors => $nr{error},
		skipped => $nr{skip}, time => seconds(@cases));
}

# Write the record to an open file.
sub write_to {
	my ($to, $record) = @_;
	my $run = $record->{run};
	my @when = defined $run->{started} ? (timestamp => $run->{started}) : ();
	my $host = $run->{machine}{hostname};
	# Only here, since other reports are made without it.
	require XML::Writer;
	# DATA_MODE would put white space into what has only text.
	my $xml = XML::Writer->new(OUTPUT => $to, ENCODING => 'utf-8', DATA_MODE => 1);
	$xml->xmlDecl;
	$xml->startTag('testsuites', name => 'kvm-dirty-tests',
		counts(@{$record->{cases}}), @when);
	for my $suite (Record::suites($record)) {
		my ($class, $column, $cases) = @$suite{qw(name column cases)};
		$xml->startTag('testsuite', name => $class, counts(@$cases), @when,
			defined $host ? (hostname => $host) : ());
		my %facts = (%{$column->{facts} // {}},
			map { defined $column->{$_} ? ($_ => $column->{$_}) : () }
				qw(platform config emulator));
		$facts{version} = $run->{version} if defined $run->{version};
		$xml->startTag('properties');
		$xml->emptyTag('property', name => clean($_), value => clean($facts{$_}))
			for sort keys %facts;
		$xml->endTag;
		case_element($xml, $class, $_) for @$cases;
		$xml->endTag;
	}
	$xml->endTag;
	$xml->end;
}

1;
