# SPDX-License-Identifier: GPL-2.0-only
#
# One of several runs that share the work, --shard N/M: what each of them has to do, and by
# what Merge.pm knows that they belong together. A shard is {number, of}. Programs are dealt,
# and not cases: all cases of a program in a config are one shard's, as far as its boot is
# the same.
#
# Whoever deals the same work anew gets the same: it depends on nothing but that work and on
# run/cost.tsv.
package Shard;
use strict;
use warnings;
use Digest::SHA;
use List::Util qw(sum0);
use Say;

# Refuse options that a shard does not go with. $other is the option that makes of it
# something else than a run of tests, if there is one; $compared is true if --against is
# there.
sub check {
	my ($options, $other, $compared) = @_;
	refuse("--shard goes with a run of tests or of mutants, and not with --$other")
		if $other && $other ne 'mutants';
	refuse('--shard and --against do not go together: compare what --merge makes')
		if $compared;
	refuse('--shard is for one', $options->{kind}->key, 'at a time')
		if @{$options->{several}} > 1;
	refuse('--shard and --for do not go together: --for is for what --merge makes')
		if defined $options->{for} && !$options->{soak};
	refuse('--shard and --kills do not go together') if $options->{kills};
	refuse('--soak is shared out by seeds, so that --shard and --repeat do not go together')
		if $options->{soak} && $options->{repeat} > 1;
	refuse('all shards must have the same --seed, and not random')
		if !$options->{soak} && $options->{seed} eq 'random';
}

# "shard 2 of 4".
sub name {
	my ($shard) = @_;
	return "shard $shard->{number} of $shard->{of}";
}

# Which of $of shards has each of the works with these costs, in their order: numbers from 1.
# Each shard gets neighbours, so that few boots are divided, and it gets its part of what is
# left when its turn comes. There have to be as many works as shards.
sub deal {
	my ($of, @costs) = @_;
	my ($number, $has, $left) = (1, 0, sum0(@costs));
	my $part = $left / $of;
	my $nr = 0;
	my @numbers;
	for my $i (0 .. $#costs) {
		my $others = $of - $number;
		# Each of the others gets one at least.
		if ($nr && $others && (@costs - $i <= $others || $has + $costs[$i] / 2 > $part)) {
			$left -= $has;
			$part = $left / $others;
			$number++;
			$has = $nr = 0;
		}
		push @numbers, $number;
		$has += $costs[$i];
		$nr++;
	}
	return @numbers;
}

# Refuse a number of shards that leaves one without work; $works are so many $what.
sub enough {
	my ($shard, $works, $what) = @_;
	refuse("--shard $shard->{number}/$shard->{of}: more shards than $what ($works)")
		if $works < $shard->{of};
}

# The lots of this shard (Plan.pm has all lots), and the list of what each shard has: lists of
# "COLUMN ID". $cost->(LOT, JOB) is what a job takes, in any unit.
sub share {
	my ($shard, $cost, @lots) = @_;
	my @works;
	for my $lot (@lots) {
		my @costs = map { $cost->($lot, $_) } @{$lot->{jobs}};
		push @works, map { { lot => $lot, job => $lot->{jobs}[$_], cost => $costs[$_] } }
			sort { $costs[$b] <=> $costs[$a] || $a <=> $b } 0 .. $#costs;
	}
	enough($shard, scalar @works, 'programs');
	my @numbers = deal($shard->{of}, map { $_->{cost} } @works);
	my @all = map { [] } 1 .. $shard->{of};
	my %mine;
	for my $i (0 .. $#works) {
		my ($lot, $job) = @{$works[$i]}{qw(lot job)};
		my ($id) = split ' ', $job;
		push @{$all[$numbers[$i] - 1]},
			map { $lot->{platform}->column($_) . " $id" } @{$lot->{configs}};
		$mine{$lot}{$job} = 1 if $numbers[$i] == $shard->{number};
	}
	# Each lot has its jobs in the order they came in.
	my @mine = map { my $lot = $_; +{ %$lot,
		jobs => [grep { $mine{$lot}{$_} } @{$lot->{jobs}}] } } grep { $mine{$_} } @lots;
	return (\@all, @mine);
}

# The seed of this shard of a soak: the first one's and so many more, below 2^64.
sub seed {
	my ($shard, $seed) = @_;
	no warnings 'portable';
	my $number = $seed =~ /^0x/ ? hex $seed : $seed + 0;
	use integer;
	return sprintf '%u', $number + $shard->{number} - 1;
}

# What tells files from others: of their names without folders, and of what is in them.
sub digest_files {
	my (@files) = @_;
	my $sha = Digest::SHA->new(256);
	for my $file (sort @files) {
		$sha->add($file =~ s!.*/!!r . "\0");
		eval { $sha->addfile($file); 1 } or refuse("$file: $!");
	}
	return $sha->hexdigest;
}

sub digest_text {
	my (@words) = @_;
	return Digest::SHA::sha256_hex(join "\0", map { s/\\/\\\\/gr =~ s/\0/\\0/gr } @words);
}

1;
