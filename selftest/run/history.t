#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What became of cases from run to run.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use File::Temp qw(tempdir);
use History;
use Record;
use Test::More;
use Try;

# A record of minute $at, of cases "PLATFORM NAME VERDICT".
sub record {
	my ($at, $host, @cases) = @_;
	my %counts = map { $_ => 0 } @Record::verdicts;
	my %columns;
	my @made = map {
		my ($platform, $name, $verdict) = split;
		$counts{$verdict}++;
		$columns{$platform} = { name => $platform, platform => $platform, config => 'c' };
		{ name => $name, platform => $platform, config => 'c', run => 1,
			verdict => $verdict };
	} @cases;
	return { version => 1, run => { end => 'complete', version => 'v', counts => \%counts,
		started => "2026-11-29T00:0$at:00Z", machine => { hostname => $host } },
		columns => [map { $columns{$_} } sort keys %columns], cases => \@made };
}

# The cases that changed, with the verdicts.
sub changed {
	return [map { my $line = $_; "$line->{column} $line->{name}: " . join ' ',
		map { $_ ? $_->{verdict} : '-' } @{$line->{cases}} } History::changes(@_)];
}

is_deeply(changed(map { record($_, 'h', 'svm a/1@x pass', 'svm a/2@x fail') } 1 .. 3), [],
	'nothing changes');
is_deeply(changed(record(1, 'h', 'svm a/1@x pass', 'svm a/2@x pass', 'svm a/3@x skip'),
	record(2, 'h', 'svm a/1@x pass', 'svm a/2@x fail'),
	record(3, 'h', 'svm a/1@x known', 'svm a/2@x fail', 'svm a/3@x skip')),
	['svm a/1@x: pass pass known', 'svm a/2@x: pass fail fail'],
	'what changed last comes first, and a run without a case is no change');
is_deeply(changed(record(1, 'h', 'svm a/1@x pass'), record(2, 'h'),
	record(3, 'h', 'svm a/1@x fail')), ['svm a/1@x: pass - fail'], 'across a gap');
is_deeply(changed(record(1, 'h', 'host a/1@x pass', 'svm a/1@x pass'),
	record(2, 'i', 'host a/1@x fail', 'svm a/1@x fail')), ['svm a/1@x: pass fail'],
	'another host is another column, an emulated machine is not');

my $dir = tempdir(CLEANUP => 1);
like(refused(sub { History::read_folder("$dir/nix") }), qr/nix is no folder/, 'no folder');
my $nr = 0;
sub leave {
	my ($record) = @_;
	mkdir "$dir/" . ++$nr;
	Record::write_to("$dir/$nr", $record);
}
leave(record(3, 'h', 'svm a/1@x fail'));
like(refused(sub { History::read_folder($dir) }), qr/no two records/, 'one record');
leave(record(2, 'h', 'svm a/1@x pass'));
leave({ %{record(1, 'h')}, run => { end => 'unfinished', started => 'x' } });
my @records = History::read_folder($dir);
is_deeply([map { $_->{run}{started} =~ /:0(\d):/ } @records], [2, 3],
	'by time, without one that goes on');
is(History::text(80, @records), <<'END', 'the text');
2 runs, from 2026-11-29T00:02:00Z, h, v, 0 failed
to 2026-11-29T00:03:00Z, h, v, 1 failed
.F a/1@x (svm)
. passed, F failed, E could not be judged, k failed as is known,
u passed though known to fail, s skipped, - did not run
1 case changed
END
like(History::text(9, @records, record(4, 'h'), record(5, 'h', 'svm a/1@x skip')),
	qr/^the last 3 of them:\nF-s a\/1\@x/m, 'as many of the last runs as there is room for');
open my $to, '>', \my $page or die;
History::write_page($to, @records);
like($page, qr!<td class="pass"><span>\.</span></td><td class="fail"><span>F</span></td>!,
	'the page');
is(() = $page =~ /<tr id="run-/g, 2, '... names the runs');
done_testing;
