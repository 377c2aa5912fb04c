# SPDX-License-Identifier: GPL-2.0-only
#
# What the user of run_tests.sh wants: the command line and the environment, checked as
# far as one option can be by itself. `run_tests.sh --help` says what each means.
#
# The environment. A variable KVM_DIRTY_* that is not here is refused.
#   CACHE             the folder of downloads, as --cache says
#   OFFLINE           not empty: download nothing, as --offline says
#   TMPDIR            for temporary files
#   KVM_DIRTY_BUILD   the folder of programs to run in place of build/ARCH, which are
#                     not built then
#   KVM_DIRTY_ORDER   the table of cases that run first, in place of run/order.tsv
# and those that the runner sets itself for what it starts:
#   KVM_DIRTY_NAME    the name that messages begin with
#   KVM_DIRTY_QEMU    for the programs in vmm/: the QEMU to test, as --qemu says
#   KVM_DIRTY_REPLAY  for test programs: how the command begins that replays a failure
package Options;
use strict;
use warnings;
use Consumers;
use Cost;
use Image;
use Kernels;
use POSIX qw(getcwd);
use Qemus;
use Say;
use Shard;
use Values;

my %variable = map { $_ => 1 } qw(KVM_DIRTY_BUILD KVM_DIRTY_NAME
	KVM_DIRTY_ORDER KVM_DIRTY_QEMU KVM_DIRTY_REPLAY);

# The forms that a record can be written in. FORM.pm writes it to what --FORM says.
our @reports = qw(junit ctrf ktap kcidb html);

# Options with a value: what it becomes.
my %takes = (
	'--kernel' => \&Values::debians,
	'--qemu' => \&Values::debians,
	'--against' => \&Values::against,
	'--seed' => \&Values::seed,
	'--for' => sub { $_[1] },
	'--steps' => \&Values::steps,
	map({ $_ => \&Values::number } qw(--repeat --timeout-scale)),
	map({ $_ => sub { Values::absolute($_[1]) } }
		qw(--modules --known --out --junit --ctrf --kcidb --html --cache
		--rerun-failed --history --fleet --accept --image)),
	'--origin' => sub { Values::word(@_, qr/[a-z0-9_]+/, 'a name of a-z, 0-9 and _') },
	'--build-id' => sub { Values::word(@_, qr/[a-z0-9_]+:.+/, 'ORIGIN:ID, as kcidb has it') },
	'--limit' => \&Values::limit,
	'--shard' => \&Values::shard,
	'--ktap' => sub { $_[1] eq '-' ? '-' : Values::absolute($_[1]) },
);
my %flag = map { $_ => 1 } qw(--setup --setup-only --cost --mutants --peers --list --describe --json --soak
	--no-skip --strict --fail-fast --offline --cold --quick --in-order --kills -v);

# The field of an option: --timeout-scale is {timeout_scale}.
sub field {
	my ($option) = @_;
	return $option =~ s/^-+//r =~ tr/-/_/r;
}

# Parse a command line. Fields are named for their options, with _ for -, and are
# undefined for what was not given; and platforms (names), configs (names), patterns,
# all (true for --platform all) and, with --rate, rate: the arguments of the tool. There
# are kernels, see Kernels.pm, of which kernel and modules are those named last, and qemus; if
# there are several of one of them, several, see Several.pm, and kind, its package; others,
# the arguments that hold for each of them, and folder, where the user is. If --against
# names a kernel, it is the first of kernels, and against is undefined.
# @$known are the names of the platforms, @$all those that "all" means.
sub parse {
	my ($class, $known, $all, @args) = @_;
	my $self = bless { seed => 1, repeat => 1, timeout_scale => 1,
		platforms => [], configs => [], patterns => [], kernels => [], qemus => [],
		limits => [],
		others => [], folder => getcwd() }, $class;

	for (sort keys %ENV) {
		refuse("unknown variable $_ in the environment; known:",
			sort keys %variable) if /^KVM_DIRTY_/ && !$variable{$_};
	}
	my ($compared, @given);
	while (@args) {
		my @before = @args;
		my $option = shift @args;
		my ($value, $joined);
		if ($option =~ /^(--[^=]*)=(.*)/s) {
			($option, $value, $joined) = ($1, $2, 1);
		}
		push @given, $option if $option =~ /^-/;
		if ($takes{$option} || $option =~ /^--(?:platform|config)\z/) {
			$value = shift @args if !$joined;
			refuse("$option wants a value")
				if !defined $value || $value eq '';
		} elsif ($joined) {
			refuse("$option takes no value");
		}
		if ($takes{$option}) {
			my $as = $takes{$option}->($option, $value);
			$self->{field($option)} = $as;
			push @{$self->{limits}}, $as if $option eq '--limit';
		} elsif ($flag{$option}) {
			$self->{field($option)} = 1;
		} elsif ($option eq '--platform') {
			$self->platform($value, $known, $all);
		} elsif ($option eq '--config') {
			push @{$self->{configs}}, grep { length } split /[,\s]+/, $value;
		} elsif ($option eq '--compare') {
			refuse('--compare wants two folders of results') if @args != 2;
			$self->{compare} = [map { Values::absolute($_) } splice @args];
		} elsif ($option eq '--merge') {
			refuse('--merge wants the folders of shards') if !@args;
			refuse("--merge takes folders only, so $_ stands before it")
				for grep { /^-/ } @args;
			$self->{merge} = [map { Values::absolute($_) } splice @args];
		} elsif ($option eq '--rate') {
			# The rest is for the tool.
			$self->{rate} = [splice @args];
			$self->{platforms} = ['host'];
		} elsif ($option =~ /^(?:-h|--help|--version)\z/) {
			$self->{$option eq '--version' ? 'version' : 'help'} = 1;
			return $self;
		} elsif ($option =~ /^-/) {
			refuse("unknown option '$option' (try --help)");
		} elsif ($option =~ /\s/ || $option eq '') {
			refuse("no test matches '$option' (try --list)");
		} else {
			push @{$self->{patterns}}, $option;
		}
		refuse('--against is there twice') if $option eq '--against' && $compared++;
		if ($option =~ /^--(?:kernel|modules)\z/) {
			Kernels::name($self->{kernels}, $option, $self->{field($option)});
		} elsif ($option eq '--against' && Values::is_kernel($self->{against})) {
			Kernels::name($self->{kernels}, $option, delete $self->{against});
		} elsif ($option eq '--qemu') {
			push @{$self->{qemus}}, $self->{qemu}
				if !grep { $_ eq $self->{qemu} } @{$self->{qemus}};
		} elsif ($option !~ /^--(?:out|setup|setup-only|platform)\z/ &&
			!grep { $option eq "--$_" } @reports) {
			push @{$self->{others}}, @before[0 .. @before - @args - 1];
		}
	}
	$self->complete($compared, @given);
	return $self;
}

# Refuse what --merge, --image or their like would not look at. $why is what is said of it.
sub goes_with {
	my ($why, $given, @with) = @_;
	my %with = map { $_ => 1 } @with, qw(cache offline);
	my ($other) = grep { !$with{s/^-+//r} } @$given;
	refuse("$why, so it does not go with $other") if defined $other;
}

# The reports that are wanted: the option, and its file.
sub reports {
	my ($self) = @_;
	return map { defined $self->{$_} ? ("--$_", $self->{$_}) : () } @reports;
}

# What summary.pl is told of them.
sub report_words {
	my ($self) = @_;
	return ($self->reports, defined $self->{kcidb} ?
		('--origin', $self->{origin}, '--build-id', $self->{build_id}) : ());
}

sub platform {
	my ($self, $name, $known, $all) = @_;
	if ($name eq 'all') {
		$self->{all} = 1;
		$self->{platforms} = [@$all];
		return;
	}
	grep { $_ eq $name } @$known or
		refuse("unknown platform '$name'; known: @$known all");
	push @{$self->{platforms}}, $name
		if !grep { $_ eq $name } @{$self->{platforms}};
}

# What one option says about another. $compared is true if --against is there; @given are the
# options that are there.
sub complete {
	my ($self, $compared, @given) = @_;
	refuse('--rate is for this host, and goes with neither --kernel nor --modules')
		if $self->{rate} && grep { defined $self->{$_} } qw(kernel modules);
	refuse('--limit and --accept are for two runs with --cost') if !$self->{cost} &&
		!$self->{compare} && grep { $self->{$_} } qw(limit accept);
	$self->{mutants} = 1 if $self->{peers};
	$self->{describe} = 1 if $self->{json};
	$self->{setup} = 1 if $self->{setup_only};
	refuse('--quick is an order, and --in-order is another')
		if $self->{quick} && $self->{in_order};
	$self->{kernels} = [Kernels::in_order(@{$self->{kernels}})];
	my @qemus = @{$self->{qemus}};
	refuse('several kernels and several QEMUs are two tables: name one of either')
		if @qemus > 1 && @{$self->{kernels}} > 1;
	$self->{kind} = @qemus > 1 ? 'Qemus' : 'Kernels';
	$self->{several} = @qemus > 1 ?
		[map { { %{$self->{kernels}[0] // {}}, qemu => $_ } } @qemus] :
		@{$self->{kernels}} > 1 ? $self->{kernels} : [];
	my ($report) = grep { defined $self->{$_} } @reports;
	my ($other, $another) = grep { $self->{$_} } qw(list describe compare merge history
		fleet rate mutants setup_only);
	refuse("--cost and --$_ do not go together") for grep { $self->{cost} && $self->{$_} }
		qw(describe mutants rate soak quick for);
	tr/_/-/ for grep { defined } $other, $another;
	# What mutants need can be set up, too.
	undef $another if join(' ', grep { defined } $other, $another) eq 'mutants setup-only';
	refuse("--$other and --$another are two questions") if $another;
	refuse("--$report goes with a run of tests, and not with --$other")
		if $report && $other && "$report $other" !~ /^(?:html (?:history|fleet)|\w+ merge)\z/;
	refuse("--against goes with a run of tests, and not with --$other")
		if $compared && $other && $other ne 'setup-only';
	for ('--ktap -', '--kcidb') {
		my ($form, $file) = /--(\w+) ?(.*)/;
		refuse("$_ is for one " . $self->{kind}->key) if @{$self->{several}} > 1 &&
			defined $self->{$form} && ($file eq '' || $self->{$form} eq $file);
	}
	refuse('--kcidb, --origin and --build-id go together')
		if grep { defined $self->{kcidb} != defined $self->{$_} } qw(origin build_id);
	Shard::check($self, $other, $compared) if $self->{shard};
	refuse('--kills goes with --mutants') if $self->{kills} && !$self->{mutants};
	refuse('--soak wants --for TIME') if $self->{soak} && !defined $self->{for};
	goes_with('--merge judges what has run', \@given, qw(merge out origin build-id for), @reports)
		if $self->{merge};
	goes_with('--compare compares what has run', \@given, qw(compare limit accept))
		if $self->{compare};
	for my $of (grep { defined $self->{$_} } qw(history fleet)) {
		goes_with("--$of reads what has run", \@given, $of, 'html');
	}
	for my $of (grep { defined $self->{$_} } qw(merge compare history fleet)) {
		refuse("--$of takes no pattern") if @{$self->{patterns}};
	}
	if (defined $self->{image}) {
		goes_with('--image makes an image and runs nothing', \@given,
			qw(image for kernel modules setup v));
		Image::check_options($self);
	} elsif ($self->{soak}) {
		$self->{for} = Values::seconds('--for', $self->{for});
	} elsif (defined $self->{for}) {
		my @consumers = Consumers::names();
		grep { $_ eq $self->{for} } @consumers or refuse('--for wants one of',
			"@consumers; or a time, with --soak; not '$self->{for}'");
		$self->{consumer} = delete $self->{for};
	}
	if (($self->{soak} || defined $self->{steps}) && !@{$self->{patterns}}) {
		$self->{patterns} = ['model/[!f]*'];
	}
	$ENV{OFFLINE} = 1 if $self->{offline};
	$ENV{OFFLINE} //= '';
	$ENV{CACHE} = $self->{cache} if $self->{cache};
	delete $ENV{KVM_DIRTY_QEMU};
	$ENV{KVM_DIRTY_QEMU} = $self->{qemu} if ($self->{qemu} // '') =~ m!/!;
	delete $ENV{KVM_DIRTY_REPLAY};
}

1;
