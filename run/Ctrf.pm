# SPDX-License-Identifier: GPL-2.0-only
#
# A record as CTRF (Common Test Report Format), the JSON that tools for CI systems read. An
# error counts as failed and a known failure as passed, as in the line of counts; rawStatus
# has the verdict.
package Ctrf;
use strict;
use warnings;
use JSON::PP;
use Junit;
use Time::Local qw(timegm);

my %status = (pass => 'passed', known => 'passed', unexpected => 'passed', skip => 'skipped',
	fail => 'failed', error => 'failed');

# "2026-11-29T01:02:03Z" in milliseconds since 1970.
sub ms {
	my ($time) = @_;
	my @of = ($time // '') =~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)Z\z/ or return 0;
	return 1000 * timegm(@of[5, 4, 3, 2], $of[1] - 1, $of[0]);
}

sub test {
	my ($column, $case) = @_;
	my ($test, $name) = $case->{name} =~ m!\A(?:([^/]*)/)?(.*)!;
	my $text = Junit::text($case);
	return { name => $case->{name}, status => $status{$case->{verdict}},
		rawStatus => $case->{verdict}, duration => $case->{ms} // 0,
		suite => [$column->{name}, defined $test ? $test : ()],
		defined $case->{reason} ? (message => $case->{reason}) : (),
		$text ne '' ? (trace => $text) : (),
		$case->{run} > 1 ? (extra => { run => $case->{run} }) : () };
}

# Write the record to an open file.
sub write_to {
	my ($to, $record) = @_;
	my ($run, %nr) = ($record->{run}, map { $_ => 0 }
		qw(tests passed failed pending skipped other));
	my %column = map { ("$_->{platform} $_->{config}" => $_) } @{$record->{columns}};
	my @tests = map { test($column{"$_->{platform} $_->{config}"}, $_) }
		@{$record->{cases}};
	$nr{tests} = @tests;
	$nr{$_->{status}}++ for @tests;
	my %machine = %{$run->{machine} // {}};
	print { $to } JSON::PP->new->utf8->canonical->pretty->encode({
		reportFormat => 'CTRF', specVersion => '0.0.0', results => {
			tool => { name => 'kvm-dirty-tests',
				defined $run->{version} ? (version => $run->{version}) : () },
			summary => { %nr, start => ms($run->{started}),
				stop => ms($run->{ended} // $run->{started}) },
			tests => \@tests,
			environment => { extra => { map { $_ => $machine{$_} }
				sort keys %machine } },
		} });
}

1;
