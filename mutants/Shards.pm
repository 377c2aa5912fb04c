# SPDX-License-Identifier: GPL-2.0-only
#
# What a run of mutants leaves: mutants.txt, its table, and mutants.json, what the table is
# made of. Mutants are shared out among shards (run/Shard.pm) by what they are known to take,
# and each shard has a control of its own; of the files of all shards one table is made.
package Shards;
use strict;
use warnings;
use JSON::PP;
use Kills;
use Order;
use Say;
use Shard;
use Table;
use Values;

# The seconds that a mutant takes with building and booting, besides the cases.
my $around = 15;

# Share out @mutants. $word is what --shard says, or undefined; $platform is its description;
# %$opt has the options that decide what a mutant runs. Fields: told, what mutants.json says
# of the run; mine.
sub new {
	my ($class, $word, $platform, $release, $opt, @mutants) = @_;
	my $self = bless { told => { platform => $platform->{name}, release => $release,
		version => 1, map { $_ => $opt->{$_} // '' } qw(seed config kernel peers quick) },
		mine => [@mutants] }, $class;
	return $self if !defined $word;
	my $shard = Values::shard('--shard', $word);
	Shard::enough($shard, scalar @mutants, 'mutants');
	my %cost = costs($platform, @mutants);
	my @sorted = sort { "$a->{configs}[-1] $a->{name}" cmp "$b->{configs}[-1] $b->{name}" }
		@mutants;
	my @numbers = Shard::deal($shard->{of}, map { $cost{$_->{name}} } @sorted);
	my @has = map { [] } 1 .. $shard->{of};
	push @{$has[$numbers[$_] - 1]}, $sorted[$_]{name} for 0 .. $#sorted;
	my %mine = map { $_ => 1 } @{$has[$shard->{number} - 1]};
	$self->{mine} = [grep { $mine{$_->{name}} } @mutants];
	# The mutants and all that decides are the same in all shards.
	$self->{told}{shard} = { %$shard, has => \@has, same => Shard::digest_files(
		'docs/known.tsv', 'run/order.tsv', map({ $_->{file} } @mutants),
		grep { -x && !-d } glob $platform->tests . '/*') };
	return $self;
}

sub mine {
	my ($self) = @_;
	return @{$self->{mine}};
}

# What stands before what is said of the run.
sub words {
	my ($self) = @_;
	my $shard = $self->{told}{shard} // return '';
	return Shard::name($shard) . ': ';
}

# The seconds that mutants take, by name: all cases in each config before the first one that
# is known to kill it, and in that one those of a quick run.
sub costs {
	my ($platform, @mutants) = @_;
	my $order = Order->new;
	my $svm = Platform::find('svm')->{limits}{slowness};
	my $all = $order->seconds(keys %{$order->{cost}}) * $platform->{limits}{slowness} / $svm;
	my $first = $order->seconds(@{$order->{cases}});
	my %kills;
	$kills{$_->[0]}{$_->[1]} = 1 for Kills::all();
	return map {
		my $mutant = $_;
		my $seconds = $around;
		for (@{$mutant->{configs}}) {
			$seconds += $kills{$mutant->{name}}{"$platform->{name}-$_"} ? $first / 3 : $all;
			last if $kills{$mutant->{name}}{"$platform->{name}-$_"};
		}
		($mutant->{name} => $seconds);
	} @mutants;
}

# Write both files to the folder $out; returns the table, and the exit status.
sub tell {
	my ($out, $all) = @_;
	my ($text, $status) = Table::text(%$all);
	my %plain = %$all;
	for my $kind (qw(mutants controls out_of_range elsewhere)) {
		$plain{$kind} = [map { my $of = $_; +{ map { ($_ => $of->{$_}) }
			grep { defined $of->{$_} } qw(name class configs equivalent verdict what
			seconds by) } } @{$all->{$kind}}];
	}
	my %file = ('mutants.txt' => $text, 'mutants.json' =>
		JSON::PP->new->utf8->canonical->indent->indent_length(1)->space_after
		->encode(\%plain));
	for my $name (sort keys %file) {
		open my $to, '>:raw', "$out/$name" or refuse("$out/$name: $!");
		print({ $to } $file{$name}) && close $to or refuse("$out/$name: $!");
	}
	return ($text, $status);
}

# --- the whole

# The shards in folders, by number. A folder without the file has none.
sub read_folders {
	my (@folders) = @_;
	my %shards;
	for my $folder (@folders) {
		open my $from, '<:raw', "$folder/mutants.json" or next;
		local $/;
		my $told = eval { JSON::PP->new->utf8->decode(scalar <$from>) };
		refuse("$folder/mutants.json is none of ours") if ref $told ne 'HASH' ||
			($told->{version} // 0) != 1;
		my $shard = $told->{shard};
		refuse("the run in $folder is no shard") if ref $shard ne 'HASH';
		my $same = $shards{$shard->{number}};
		refuse(Shard::name($shard), "is there twice: $same->{folder} and $folder")
			if $same;
		$shards{$shard->{number}} = { %$told, folder => $folder };
	}
	%shards or refuse('there is no shard of mutants in', @folders);
	my ($first, @others) = map { $shards{$_} } sort { $a <=> $b } keys %shards;
	for my $other (@others) {
		my @differ = (grep({ $first->{$_} ne $other->{$_} }
			qw(platform release seed config kernel peers quick)),
			grep { $first->{shard}{$_} ne $other->{shard}{$_} } qw(of same));
		my %word = (of => 'number of shards', same => 'build, or the mutants');
		refuse("$first->{folder} and $other->{folder} are not of one run: the",
			$word{$differ[0]} // $differ[0], 'is not the same') if @differ;
	}
	return ($first, @others);
}

# The controls of all shards, one for each config: it passes if all do.
sub controls {
	my (@all) = @_;
	my (%whole, @names);
	for my $control (@all) {
		my $name = $control->{name};
		push @names, $name if !$whole{$name};
		my $whole = $whole{$name} //= { %$control, seconds => 0 };
		$whole->{seconds} += $control->{seconds} // 0;
		@$whole{qw(verdict what)} = @$control{qw(verdict what)}
			if $whole->{verdict} eq 'passed';
	}
	return map { $whole{$_} } sort @names;
}

# What tell() needs of shards as if they were one run, and the numbers of the shards that
# are lost.
sub merge {
	my (@shards) = @_;
	my $first = $shards[0];
	my %shard = map { $_->{shard}{number} => $_ } @shards;
	my @lost = grep { !$shard{$_} } 1 .. $first->{shard}{of};
	my @mutants = map { @{$_->{mutants}} } @shards;
	for my $number (@lost) {
		my $name = Shard::name({ %{$first->{shard}}, number => $number });
		push @mutants, map { { name => $_, class => '-', verdict => 'ERROR',
			what => "$name, which had it, is lost" } }
			@{$first->{shard}{has}[$number - 1]};
	}
	my %whole = %$first;
	delete @whole{qw(shard folder)};
	return ({ %whole, mutants => \@mutants,
		controls => [controls(map { @{$_->{controls}} } @shards)] }, @lost);
}

1;
