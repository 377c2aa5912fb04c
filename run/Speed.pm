# SPDX-License-Identifier: GPL-2.0-only
#
# How fast the gate is on a platform, for bench.pl: what a quick run and a run of one case
# take, and when known bugs of KVM would have failed a case.
package Speed;
use strict;
use warnings;
use Child;
use File::Temp qw(tempdir);
use Order;
use Platform;
use Time::HiRes qw(time);

# Run run_tests.sh with @arguments on the platform. Returns a hash: wall_s and cpu_s, of
# it and all that it starts; cases, the number of results; results, the folder of them;
# or an error, a line that says why there is nothing to measure.
sub gate {
	my ($platform, @arguments) = @_;
	my $results = tempdir(CLEANUP => 1);
	my ($begun, @before) = (time, times);
	my ($status, $said) = Child::output('./run_tests.sh', '--platform', $platform,
		'--out', $results, @arguments);
	my @after = times;
	my ($passed, $failed, $skipped) =
		$said =~ /^(\d+) passed, (\d+) failed, (\d+) skipped$/m;
	return { error => "run_tests.sh ended with status $status" }
		if $status > 1 || !defined $passed;
	return { wall_s => time - $begun, results => $results,
		cpu_s => $after[2] + $after[3] - $before[2] - $before[3],
		cases => $passed + $failed + $skipped };
}

# When each case of a run had its result: NAME => seconds since its boot's first program.
sub ends {
	my ($results, $column) = @_;
	my %end;
	for my $file (grep { -e } glob "\Q$results/$column\E/{,part-*/}times.tsv") {
		my $now = 0;
		for (Order::table($file)) {
			my ($name, $seconds) = @$_;
			$now += $seconds;
			$end{$name} = $now;
		}
	}
	return %end;
}

# The seconds from the first program to the first case that is known to kill a mutant, of
# each mutant of this platform's config default: a sorted list. Cases that only run after
# a quick run do not count.
sub first_failures {
	my ($platform, %end) = @_;
	my %first;
	for (Order::table('mutants/kills.tsv')) {
		my ($mutant, $place, $case) = @$_;
		next if $place ne "$platform-default" || !defined $end{$case};
		$first{$mutant} = $end{$case}
			if !defined $first{$mutant} || $end{$case} < $first{$mutant};
	}
	return sort { $a <=> $b } values %first;
}

# The value below which $percent of a sorted list are.
sub percentile {
	my ($percent, @sorted) = @_;
	return @sorted ? $sorted[int $#sorted * $percent / 100] : undef;
}

# A hash of figures: cases, wall_s, cpu_s, cases_per_s and cpu_ms_per_case of a quick run,
# start_s, the time of a command around its one case, and first_failure_median_s and
# first_failure_95_s; or error.
sub measure {
	my ($platform) = @_;
	my $one = gate($platform, 'smoke/armed@bitmap');
	return $one if defined $one->{error};
	my $quick = gate($platform, '--quick');
	return $quick if defined $quick->{error};
	my $column = Platform::find($platform)->column('default');
	my %alone = ends($one->{results}, $column);
	my @failures = first_failures($platform, ends($quick->{results}, $column));
	my %figures = (
		cases => $quick->{cases}, wall_s => $quick->{wall_s},
		cpu_s => $quick->{cpu_s},
		cases_per_s => $quick->{cases} / $quick->{wall_s},
		cpu_ms_per_case => 1e3 * $quick->{cpu_s} / $quick->{cases},
		start_s => $one->{wall_s} - ($alone{smoke} // 0),
		first_failure_median_s => percentile(50, @failures),
		first_failure_95_s => percentile(95, @failures),
	);
	return { map { ($_ => defined $figures{$_} ? 0 + sprintf '%.3f', $figures{$_} :
		undef) } keys %figures };
}

1;
