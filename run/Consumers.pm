# SPDX-License-Identifier: GPL-2.0-only
#
# May this host be trusted for QEMU, for Firecracker, ...? A verdict for each consumer of
# docs/consumers.tsv, from the cases of a record that it relies on. A page that can be lost
# there makes it not safe, whether the failure is known or not.
package Consumers;
use strict;
use warnings;

my $docs = __FILE__ =~ s![^/]*\z!../docs!r;

# The rows of a table, each a list; none where there is no table.
sub rows {
	my ($file) = @_;
	open my $from, '<', "$docs/$file" or return;
	return map { chomp; [split /\t/] } grep { !/^(?:#|$)/ } <$from>;
}

# All consumers, each a hash with the columns' names; one of two architectures is there
# twice.
sub all {
	my @keys = qw(name title arch collectors backings minds source);
	return map { my %of; @of{@keys} = @$_; \%of } rows('consumers.tsv');
}

# FINDING => {effect, hurts}.
sub effects {
	return map { $_->[0] => { effect => $_->[1], hurts => $_->[2] } } rows('effects.tsv');
}

sub names {
	my %seen;
	return grep { !$seen{$_}++ } map { $_->{name} } all();
}

sub is_in {
	my ($word, $list) = @_;
	return $list eq '-' || grep { $_ eq $word } split /,/, $list;
}

# True if the consumer, on the architecture, relies on cases "...@$where". Cases in the memory
# of a device are listed for all machines, and run where a machine has such a device to lend:
# nobody's verdict may wait for them.
sub relies {
	my ($consumer, $arch, $where) = @_;
	my ($collector, $backing) = split /,/, $where, 2;
	return 0 if ($backing // '') eq 'device';
	return is_in($arch, $consumer->{arch}) &&
		is_in($collector, $consumer->{collectors}) &&
		is_in($backing // 'anon', $consumer->{backings});
}

# What a failed case does to pages: an effect of effects.tsv, or unclear.
sub effect {
	my ($case, %effects) = @_;
	my $known = defined $case->{finding} ? $effects{$case->{finding}} : undef;
	return $known->{effect} if $known;
	my $evidence = $case->{evidence} // {};
	return $evidence->{missed} ? 'lost' : $evidence->{spurious} ? 'often' : 'unclear';
}

# What a failed case means for a consumer that relies on it: bad, if it is not safe then,
# mild, or nothing.
sub means {
	my ($consumer, $case, %effects) = @_;
	my $known = defined $case->{finding} ? $effects{$case->{finding}} : undef;
	return 'nothing' if $known && !is_in($consumer->{name}, $known->{hurts});
	my $effect = effect($case, %effects);
	return $effect eq 'unclear' || is_in($effect, $consumer->{minds}) ? 'bad' :
		'mild';
}

my %does = (lost => 'loses pages', late => 'reports pages late',
	often => 'reports pages too often', errno => 'has a wrong result',
	unclear => 'is wrong');

# "F1 loses pages", or the first case of failures that no finding names.
sub blame {
	my ($effects, @cases) = @_;
	my (%said, @said);
	for my $case (@cases) {
		my $what = $case->{finding} // '';
		push @said, "$what $does{effect($case, %$effects)}"
			if $what ne '' && !$said{$what}++;
	}
	my @new = grep { !defined $_->{finding} } @cases;
	push @said, "$new[0]{name} $does{effect($new[0], %$effects)}" .
		(@new > 1 ? ' and ' . (@new - 1) . ' more' : '') if @new;
	return join ', ', @said;
}

# The verdict on each consumer that a column of the record could say something of:
#   [{name, title, verdict, why}, ...]; verdict is safe, NOT SAFE or not judged.
# What the columns have planned is how many cases there are of each "...@WHERE".
sub judge {
	my ($record) = @_;
	my %effects = effects();
	my (%of, @order);
	my %column = map { ("$_->{platform} $_->{config}" => $_) } @{$record->{columns}};
	for my $consumer (all()) {
		for my $column (@{$record->{columns}}) {
			my ($arch, $planned) = @$column{qw(arch planned)};
			next if !$planned;
			my @where = grep { relies($consumer, $arch, $_) } keys %$planned;
			next if !@where;
			push @order, $consumer->{name} if !$of{$consumer->{name}};
			my $sum = $of{$consumer->{name}} //=
				{ consumer => $consumer, planned => 0, told => 0, ran => 0 };
			$sum->{planned} += $planned->{$_} for @where;
		}
		for my $case (@{$record->{cases}}) {
			my $column = $column{"$case->{platform} $case->{config}"};
			my $sum = $of{$consumer->{name}} // next;
			my ($where) = $case->{name} =~ /\@(.+)/ or next;
			next if !$column->{planned} || $case->{run} > 1 && $case->{verdict} =~
				/^(?:pass|skip|unexpected)\z/;
			next if !relies($consumer, $column->{arch}, $where);
			$sum->{told}++ if $case->{run} == 1 && $case->{verdict} ne 'error';
			$sum->{ran}++ if $case->{verdict} !~ /^(?:skip|error)\z/;
			next if $case->{verdict} !~ /^(?:fail|known)\z/;
			push @{$sum->{means($consumer, $case, %effects)}}, $case;
		}
	}
	return map { verdict($_, \%effects) } @of{@order};
}

sub verdict {
	my ($sum, $effects) = @_;
	my %of = map { $_ => $sum->{consumer}{$_} } qw(name title);
	if ($sum->{bad}) {
		return { %of, verdict => 'NOT SAFE', why => blame($effects,
			@{$sum->{bad}}) };
	} elsif ($sum->{told} < $sum->{planned}) {
		return { %of, verdict => 'not judged', why =>
			"$sum->{ran} of $sum->{planned} cases it relies on ran" };
	} elsif (!$sum->{ran}) {
		return { %of, verdict => 'not judged',
			why => 'all cases it relies on are skipped' };
	}
	# What a host cannot run says nothing of it: how much that is, is said.
	my $skipped = $sum->{told} - $sum->{ran};
	return { %of, verdict => 'safe', why => join ', ',
		$sum->{mild} ? blame($effects, @{$sum->{mild}}) : (),
		$skipped > 0 ? "$skipped of $sum->{planned} skipped" : () };
}

# The exit status of a run that was for one consumer.
sub status {
	my ($name, @judged) = @_;
	my ($of) = grep { $_->{name} eq $name } @judged;
	return !$of ? 2 : { safe => 0, 'NOT SAFE' => 1 }->{$of->{verdict}} // 2;
}

1;
