# SPDX-License-Identifier: GPL-2.0-only
#
# A record as a report for kcidb, the database of the kernel's CI systems, in its schema
# 5.3 (kernelci/kcidb-io, kcidb_io/schema/v05_03.py): a test for each case, of a build
# that somebody else reports; an issue for each finding, and an incident for each case
# that has it. A known failure is a failure there, since its incident says the rest.
package Kcidb;
use strict;
use warnings;
use JSON::PP;
use Junit;

my %status = (pass => 'PASS', unexpected => 'PASS', skip => 'SKIP', known => 'FAIL',
	fail => 'FAIL', error => 'ERROR');
# The most characters of a log_excerpt.
my $longest = 16384;

# "ring_full/burst@ring-min" as words with dots in between.
sub path {
	my ($name) = @_;
	return join '.', 'kvm-dirty-tests', map { s/[^\w-]/_/agr } split m![/\@,]!, $name;
}

# What is the same for all cases of a column.
sub environment {
	my ($column, $run) = @_;
	my %facts = (%{$column->{facts} // {}}, machine => $run->{machine},
		map { defined $column->{$_} ? ($_ => $column->{$_}) : () }
			qw(platform config arch emulator));
	return { comment => Junit::clean($column->{name}), misc => \%facts };
}

sub test {
	my ($case, $run, %of) = @_;
	my $text = substr Junit::text($case), 0, $longest;
	my %said = (%{$case->{evidence} // {}}, %$case);
	my %more = map { defined $said{$_} ? ($_ => $said{$_}) : () }
		qw(run verdict clauses replay missed spurious);
	return { %of, path => path($case->{name}),
		# Nothing ran that could be wrong.
		status => $case->{name} eq 'platform' ? 'MISS' : $status{$case->{verdict}},
		defined $run->{started} ? (start_time => $run->{started}) : (),
		defined $case->{ms} ? (duration => $case->{ms} / 1000) : (),
		$text ne '' ? (log_excerpt => $text) : (),
		misc => { %more, defined $run->{version} ? (version => $run->{version}) : (),
			seeds => $run->{seeds} // [] } };
}

# Write the record to an open file. %how: origin, the CI system that reports; build-id, the
# id of the build that was tested.
sub write_to {
	my ($to, $record, %how) = @_;
	my ($run, $titles) = @$record{qw(run findings)};
	my %from = (origin => $how{origin});
	# Whatever else the system reports: a name of this run.
	my $begin = join '-', "$how{origin}:kvm-dirty-tests", grep { defined }
		$run->{machine}{hostname}, $run->{started};
	my $issue = sub { "$how{origin}:kvm-dirty-tests-$_[0]" };
	my %columns = map { ("$_->{platform} $_->{config}" => $_) } @{$record->{columns}};
	my (@tests, @incidents, %environment);
	for my $case (@{$record->{cases}}) {
		my $column = $columns{"$case->{platform} $case->{config}"};
		my $name = "$begin-$column->{name}-$case->{run}-$case->{name}";
		push @tests, test($case, $run, %from, id => $name,
			build_id => $how{'build-id'}, environment =>
			$environment{$column->{name}} //= environment($column, $run));
		push @incidents, { %from, id => "$name-$case->{finding}", test_id => $name,
			issue_id => $issue->($case->{finding}), issue_version => 1,
			present => $case->{verdict} eq 'unexpected' ? JSON::PP::false :
				JSON::PP::true } if defined $case->{finding};
	}
	my @issues = map { { %from, id => $issue->($_), version => 1,
		report_subject => Junit::clean("$_: $titles->{$_}"),
		culprit => { code => JSON::PP::true, tool => JSON::PP::false,
			harness => JSON::PP::false } } } sort keys %$titles;
	print { $to } JSON::PP->new->utf8->canonical->pretty->encode({
		version => { major => 5, minor => 3 }, tests => \@tests,
		issues => \@issues, incidents => \@incidents });
}

1;
