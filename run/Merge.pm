# SPDX-License-Identifier: GPL-2.0-only
#
# One record of the records of shards (Shard.pm), as if all had been one run. What does not
# belong together is refused. A shard that is not there, and one that was not finished, is an
# error of each program that nobody has run for it, so that the whole is never green.
#
# A soak is not shared out by programs but by seeds: its shard N is run N of the record.
package Merge;
use strict;
use warnings;
use Consumers;
use Record;
use Say;
use Shard;

# The shards in folders, by number: hashes of folder, record, and shard, as the record has
# it. A folder without a record has none.
sub read_folders {
	my (@folders) = @_;
	my %shards;
	for my $folder (@folders) {
		my $record = Record::load($folder) // next;
		my $shard = $record->{run}{shard} // refuse("the run in $folder is no shard");
		# Nobody has told what it had when it was killed.
		Record::complete($folder, $record)
			if $record->{run}{end} eq 'unfinished' && -d $folder;
		my $same = $shards{$shard->{number}};
		refuse(Shard::name($shard), "is there twice: $same->{folder} and $folder")
			if $same;
		$shards{$shard->{number}} = { folder => $folder, record => $record,
			shard => $shard };
	}
	%shards or refuse('there is no record of a shard in', @folders);
	my ($first, @others) = map { $shards{$_} } sort { $a <=> $b } keys %shards;
	for my $other (@others) {
		my $why = stranger($first, $other) // next;
		refuse("$first->{folder} and $other->{folder} are not of one run: $why");
	}
	return ($first, @others);
}

# Why two shards are not of one run; nothing if they are.
sub stranger {
	my (@both) = @_;
	my %what = (of => 'the number of shards', by => 'what is shared out',
		'same programs' => 'the programs, which were not built together',
		'same tables' => 'the table of known findings, or that of what runs first',
		'same asked' => 'the options, the configs or what these name');
	for my $key (sort keys %what) {
		my ($key_of, $in) = reverse split / /, $key;
		my ($one, $other) = map { $in ? $_->{shard}{$in}{$key_of} : $_->{shard}{$key_of} }
			@both;
		return "$what{$key} is not the same" if $one ne $other;
	}
	my @runs = map { $_->{record}{run} } @both;
	return "versions $runs[0]{version} and $runs[1]{version}"
		if $runs[0]{version} ne $runs[1]{version};
	my @kernels = map { $_->{shard}{kernels} } @both;
	for (sort keys %{$kernels[0]}) {
		return "platform $_ has another kernel"
			if ($kernels[1]{$_} // $kernels[0]{$_}) ne $kernels[0]{$_};
	}
	my %before = map { $_->{name} => $_ } @{$both[0]{record}{columns}};
	for my $column (@{$both[1]{record}{columns}}) {
		my $why = differs($before{$column->{name}} // next, $column) // next;
		return "$column->{name} has $why";
	}
	# Elsewhere the machine that the runner is on is not what is judged.
	return if !grep { $_->{platform} eq 'host' } values %before;
	my @hosts = map { $_->{machine}{hostname} // '' } @runs;
	return $hosts[0] eq $hosts[1] ? undef : "platform host is $hosts[0] and $hosts[1]";
}

# What a column of two shards was run on, if that is not the same.
sub differs {
	my @both = @_;
	my @said = map { my $of = $_; +{ %{$of->{facts} // {}},
		map { ($_ => $of->{$_}) } grep { defined $of->{$_} } qw(emulator qemu) } } @both;
	for my $key (qw(backend emulator kernel qemu)) {
		my ($one, $other) = map { $_->{$key} // next } @said;
		return "$key '$one' and '$other'" if $one ne $other;
	}
	return;
}

# --- the whole

# Texts that need not be the same, as Record.pm tells those of several boots.
sub either {
	my %seen = map { $_ => 1 } map { split / or / } grep { defined } @_;
	return join ' or ', sort keys %seen;
}

# The columns of all: what each of them is, with what all say of it.
sub columns {
	my (@shards) = @_;
	my %columns;
	push @{$columns{$_->{name}}}, $_ for map { @{$_->{record}{columns}} } @shards;
	return map {
		my @same = @{$columns{$_}};
		my %facts = map { $_ => 1 } map { keys %{$_->{facts} // {}} } @same;
		my %whole = map { %$_ } reverse @same;
		delete @whole{qw(facts moved)};
		for my $fact (keys %facts) {
			$whole{facts}{$fact} = either(map { ($_->{facts} // {})->{$fact} } @same);
		}
		my $moved = either(map { $_->{moved} } @same);
		$whole{moved} = $moved if $moved ne '';
		\%whole;
	} sort keys %columns;
}

# What a machine is that is several.
sub machine {
	my (@machines) = @_;
	my %whole = %{$machines[0]};
	for my $key (keys %whole) {
		my @same = grep { defined && $_ eq $whole{$key} } map { $_->{$key} } @machines;
		next if @same == @machines;
		delete $whole{$key};
		$whole{$key} = either(map { $_->{$key} } @machines)
			if $key =~ /^(?:kernel|arch|cpu|hostname)\z/;
	}
	return \%whole;
}

# An error: what nobody has run.
sub lost {
	my ($column, $name, $run, $why) = @_;
	return { platform => $column->{platform}, config => $column->{config}, name => $name,
		run => $run, verdict => 'error', reason => $why };
}

# The cases of the shard with this number, and errors for what it has not run. $shard is
# undefined if it is lost; $first is one that tells what all have; %$column are the columns
# by their names.
sub cases {
	my ($number, $shard, $first, $column) = @_;
	my $name = Shard::name({ %{$first->{shard}}, number => $number });
	my $record = $shard ? $shard->{record} : { cases => [], run => { end => 'lost' } };
	my @cases = @{$record->{cases}};
	my $by_seeds = $first->{shard}{by} eq 'seeds';
	$_ = { %$_, run => $number } for $by_seeds ? @cases : ();
	my $end = $record->{run}{end};
	return @cases if $end eq 'complete';
	my $why = !$shard ? "$name is lost" : "$name was not finished" .
		($end eq 'unfinished' ? '' : " ($end)");
	my %ran = map { ("$_->{platform} $_->{config} " . $_->{name} =~ s!/.*!!r => 1) } @cases;
	my @programs = $by_seeds ? map { "$_ platform" } sort keys %$column :
		@{$first->{shard}{has}[$number - 1]};
	my %seen;
	for (grep { !$seen{$_}++ } @programs) {
		my ($of, $program) = split / /;
		my $column = $column->{$of};
		my $is_whole = $program eq 'platform';
		next if $ran{"$column->{platform} $column->{config} " . $program =~ s/-\d+\z//r} &&
			!$is_whole;
		push @cases, lost($column, $is_whole ? $program : "$program/program",
			$by_seeds ? $number : 1, $why);
	}
	# That it was cut off in the middle is told in any case.
	push @cases, lost($column->{(split / /, $programs[0])[0]}, 'platform',
		$by_seeds ? $number : 1, $why)
		if $shard && !grep { $_->{reason} && $_->{reason} eq $why } @cases;
	return @cases;
}

# The seed of the shard of a soak with this number. That of one that is lost follows from the
# seed of another, $first, unless they were random.
sub seed {
	my ($number, $first, $shard) = @_;
	return $shard->{record}{run}{seeds}[0] if $shard;
	my $run = $first->{record}{run};
	return 'unknown' if grep { /^(?:--seed=)?random\z/ } @{$run->{arguments}};
	return Shard::seed({ number => $number - $first->{shard}{number} + 1 }, $run->{seeds}[0]);
}

# The whole of shards as a record.
sub record {
	my (@shards) = @_;
	my $first = $shards[0];
	my $of = $first->{shard}{of};
	my %shard = map { $_->{shard}{number} => $_ } @shards;
	my @columns = columns(@shards);
	my %column = map { $_->{name} => $_ } @columns;
	my @runs = map { $_->{record}{run} } @shards;
	my @cases = map { cases($_, $shard{$_}, $first, \%column) } 1 .. $of;
	my ($started) = sort map { $_->{started} } @runs;
	my ($ended) = reverse sort map { $_->{ended} // () } @runs;
	my @seeds = $first->{shard}{by} eq 'seeds' ? map { seed($_, $first, $shard{$_}) } 1 .. $of :
		@{$runs[0]{seeds}};
	my @told = map { my $run = $shard{$_} && $shard{$_}{record}{run};
		$run ? { number => $_, folder => $shard{$_}{folder}, end => $run->{end},
			map({ defined $run->{$_} ? ($_ => $run->{$_}) : () } qw(started ended)),
			map({ defined ? (hostname => $_) : () } $run->{machine}{hostname}) } :
			{ number => $_, end => 'lost' } } 1 .. $of;
	my $whole = { version => $Record::version, columns => \@columns,
		cases => [sort { Record::key($a) cmp Record::key($b) } @cases],
		findings => { map { %{$_->{record}{findings} // {}} } @shards },
		run => { arguments => [plain(@{$runs[0]{arguments}})], seeds => \@seeds,
			version => $runs[0]{version},
			map({ defined $runs[0]{$_} ? ($_ => $runs[0]{$_}) : () } qw(kernel qemu)),
			machine => machine(map { $_->{machine} } @runs), started => $started,
			defined $ended ? (ended => $ended) : (), shards => \@told,
			end => (grep { $_->{end} ne 'complete' } @told) ? 'lost' : 'complete' } };
	$whole->{run}{counts} = Record::counts($whole);
	my @judged = Consumers::judge($whole);
	$whole->{run}{consumers} = \@judged if @judged;
	return $whole;
}

# Arguments without those that are one shard's own.
sub plain {
	my (@arguments) = @_;
	my @plain;
	while (@arguments) {
		my $word = shift @arguments;
		next if $word =~ /^--(?:shard|out)=/;
		$word =~ /^--(?:shard|out)\z/ ? shift @arguments : push @plain, $word;
	}
	return @plain;
}

# A line about shards: which there are, and which are lost.
sub text {
	my ($record) = @_;
	my @shards = @{$record->{run}{shards}};
	my @lost = grep { $_->{end} eq 'lost' } @shards;
	my @broken = grep { $_->{end} !~ /^(?:lost|complete)\z/ } @shards;
	return join('; ', (@shards - @lost) . ' of ' . @shards . ' shards',
		@lost ? 'LOST: ' . join ', ', map { $_->{number} } @lost : (),
		@broken ? 'NOT FINISHED: ' . join ', ', map { "$_->{number} ($_->{folder})" }
			@broken : ()) . "\n";
}

1;
