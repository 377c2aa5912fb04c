#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# perl -IRUN RUN/main.pl OPTION...: what run_tests.sh does, whose --help explains the options: find out
# what to run and whether it can, run it, and leave the verdict to summary.pl.
# Exit status: 0 all is well, 1 a case failed, 2 something could not run.
use strict;
use warnings;
use Again;
use Child;
use Cost;
use Options;
use Place;
use Platform;
use Ready;
use Record;
use Say;
use Several;

$ENV{KVM_DIRTY_NAME} = Place::name();
my ($options, $plan, $schedule, $out, $work, $build);
my $me = $$;

# Remove what is not for the user, and end what was started.
sub cleanup {
	Child::end_all();
	if (defined $work) {
		require File::Path;
		File::Path::remove_tree($work);
	}
	unlink $Ready::log if defined $Ready::log;
	undef $_ for $work, $Ready::log;
}

sub stopped {
	my ($status) = @_;
	$SIG{$_} = 'IGNORE' for qw(INT TERM HUP);
	my @waiting = $schedule ? $schedule->waiting : ();
	my $running = defined $work;
	cleanup();
	Record::finish($out, { 129 => 'HUP', 130 => 'INT', 143 => 'TERM' }->{$status})
		if $running;
	print STDERR Place::name(), ': stopped; ', @waiting ?
		"not begun: @waiting; " : '', "results so far: $out\n" if $running;
	exit $status;
}

# Status 1 is a verdict, which is summary.pl's alone to give.
END {
	if (defined $me && $$ == $me) {
		my $status = $?;
		cleanup();
		$? = $status;
	}
}
$SIG{HUP} = sub { stopped(129) };
$SIG{INT} = sub { stopped(130) };
$SIG{TERM} = sub { stopped(143) };
# A mistake of ours is told as such, and is no verdict.
$SIG{__DIE__} = sub {
	return if $^S || !defined $^S;
	chomp(my $why = $_[0]);
	refuse($why);
};

# --- what is not a run

sub rate {
	my ($program) = @_;
	my @arguments = @{$options->{rate}};
	exec $program, '-h' if grep { /^(?:-h|--help)\z/ } @arguments;
	Ready::need($program, '-t', @arguments);
	$out = Ready::make_out($out);
	exec 'run/rate.pl', $out, $program, @arguments;
}

sub mutants {
	my ($platform) = @_;
	$out = Ready::make_out($out);
	my $programs = "build/$platform->{arch}";
	Ready::need('mutants/peers.sh', $programs) if $options->{peers};
	$ENV{KVM_DIRTY_BUILD} = $programs . ($options->{peers} ? '/peers' : '');
	exec 'mutants/run.pl', '--platform', $platform->{name}, '--out', $out,
		'--seed', $options->{seed},
		map({ ('--config', $_) } @{$options->{configs}}),
		defined $options->{kernel} ? ('--kernel', $options->{kernel}) : (),
		map({ ('--shard', "$_->{number}/$_->{of}") } $options->{shard} // ()),
		map({ $options->{$_} ? "--$_" : () } qw(peers kills quick)),
		@{$options->{patterns}};
}

# See that the platforms can run, and end if no more is wanted.
sub set_up {
	my (@platforms) = @_;
	require Machine;
	Machine::check($_, $options, "$build/probe", $_->configs_of($options->{configs}))
		for @platforms;
	return if !$options->{setup_only};
	say_line("set up: @{[map { $_->{name} } @platforms]}");
	exit 0;
}

# --- from what the user wants to boots

my @arguments = @ARGV;
$options = Options->parse([map { $_->{name} } Platform::all()],
	[map { $_->{name} } grep { $_->{all} } Platform::all()], @ARGV);
my $top = $Platform::top;
exec "$top/run_tests.sh", $options->{help} ? '--help' : '--version'
	if $options->{help} || $options->{version};
chdir $top or refuse("$top: $!");
$ENV{CACHE} = Place::cache() if ($ENV{CACHE} // '') eq '';
$out = $options->{out};
$build = $ENV{KVM_DIRTY_BUILD} || "build/$Platform::native";

Ready::check_files($options);
exec 'perl', 'run/merge.pl', defined $out ? ('--out', $out) : (), $options->report_words,
	$options->{consumer} ? ('--for', $options->{consumer}) : (), @{$options->{merge}}
	if $options->{merge};
open my $described, '>&', \*STDOUT or refuse("standard output: $!");
# A description, or a report, alone is for standard output.
open STDOUT, '>&', \*STDERR or refuse("standard error: $!")
	if $options->{describe} || ($options->{ktap} // '') eq '-';
exec 'perl', 'run/compare.pl', Cost::words($options), @{$options->{compare}}
	if $options->{compare};
for my $of (grep { defined $options->{$_} } qw(history fleet)) {
	Ready::need('provision/setup.sh', '--check', 'html') if defined $options->{html};
	exec 'perl', 'run/records.pl', $of, $options->{$of}, $options->{html} // ();
}
if (defined $options->{image}) {
	Image::make($options);
	exit 0;
}
Again::choose($options) if defined $options->{rerun_failed};
# In their own order, since the host's tests want the machine for themselves.
my %chosen = map { $_ => 1 } @{$options->{platforms}};
my @platforms = grep { $chosen{$_->{name}} } Platform::all();
$_->{costs} = $options->{cost} for Platform::all();
# All is all that there can be.
@platforms = grep { -d $_->tests } @platforms if $options->{all} && Place::installed();
if ($options->{mutants}) {
	refuse('--mutants is for the source tree') if Place::installed();
	@platforms = Platform::find('svm') if !@platforms;
	Ready::check_mutants($options);
}
if ($options->{cost}) {
	refuse("--cost is not for platform $_->{name}")
		for grep { $_->{goal} ne 'programs' } @platforms;
}
Ready::check_quick($options, @platforms) if $options->{quick};
Ready::check_configs($options->{configs}, @platforms) if @platforms;
Ready::set_up($options, @platforms);
rate("$build/rate") if $options->{rate};
if ($options->{mutants}) {
	mutants(@platforms) if !$options->{setup_only};
	set_up(@platforms);
}

require Plan;
$plan = Plan->new($options, @platforms ? @platforms : Platform::find('host'));
$plan->check_patterns;
my $verb = $options->{list} ? 'list' : 'plan';
my %lines = map { $_->{name} => [$plan->lines($verb, $_)] } @{$plan->{platforms}};
if ($options->{list}) {
	my %listed;
	say_line(join "\n", grep { !$listed{$_}++ }
		map { @{$lines{$_->{name}}} } @{$plan->{platforms}});
	exit 0;
}
@platforms = grep { @{$lines{$_->{name}}} } @platforms;
refuse('--describe takes no pattern')
	if $options->{describe} && @{$options->{patterns}};

# A verdict is about the KVM that was asked for, and without a word that is this
# host's. Only where there is none can nobody take another one's for it; and that
# is said first and last.
my $about = '';
if (!@platforms) {
	my ($works, $why) = Ready::probe($build);
	if ($works) {
		@platforms = Platform::find('host');
		say_line('platform host, since its KVM works: ' . $why =~ s/^host: //r);
	} elsif (-e '/dev/kvm') {
		refuse("platform host: $why; --platform svm gates an emulated",
			'machine instead');
	} else {
		@platforms = Platform::find('svm');
		$about = 'platform svm, an emulated machine, and not this host: ' .
			$why;
	}
	Ready::check_configs($options->{configs}, @platforms);
}
for (qw(kernel modules)) {
	refuse("--$_ is for platforms that boot a kernel, not for",
		"@{[map { $_->{name} } @platforms]}; try --platform svm")
		if defined $options->{$_} && !grep { defined $_->{package} } @platforms;
}
# A machine need not have KVM, either.
if ($options->{all}) {
	my ($works, $why) = Ready::probe($build);
	if (!$works) {
		$about = "platform host is left out: $why";
		@platforms = grep { $_->{name} ne 'host' } @platforms;
	}
}
refuse("--qemu is for the tests of QEMU, not for",
	"@{[map { $_->{name} } @platforms]}; try --platform qemu")
	if defined $options->{qemu} && !grep { $_->{goal} eq 'vmm' } @platforms;
exit Several::gate($options, platforms => \@platforms, build => $build, out => $out,
	described => $described) if @{$options->{several}};
say_line($about) if $about ne '';
set_up(@platforms);
my @origins = map { Machine::origins($_, $options, $_->configs_of($options->{configs})) }
	@platforms;

# --- run it

$out = Ready::make_out($out, $options->{describe});
$work = "$out/.work";
mkdir $work or do {
	undef $work;
	refuse("cannot write to $out");
};
# More than the least that there will be; a disk that fills up later is told, too.
open my $room, '>', "$work/room" or refuse("cannot write to $out: $!");
my $fits = print { $room } "\0" x 1e6;
close $room && $fits or refuse("cannot write to $out: no room for results");
unlink "$work/room";

require Facts;
require Run;
require Schedule;
if (@origins) {
	my %told;
	my $text = join "\n", grep { !$told{$_}++ } @origins;
	say_line($text);
	Run::write_file("$out/kernel.txt", "$text\n");
}
# The probe knows of quotas, too, but is a program of this machine's.
my ($works, $cpus) = Ready::probe($build, '-c');
chomp($cpus = `nproc`) if !$works;
# Where nobody can tell, one boot at a time.
my $memory = 0;
if (open my $meminfo, '<', '/proc/meminfo') {
	/^MemAvailable: +(\d+)/ and $memory = int $1 / 1024 while <$meminfo>;
}
$plan->{platforms} = [@platforms];
my @boots = $plan->boots($cpus);
my %boots = map { $_->{platform}{name} => 1 } @boots;
for my $platform (grep { $boots{$_->{name}} } @platforms) {
	mkdir "$work/$platform->{name}" or refuse("cannot write to $out: $!");
	Machine::prepare($platform, $options, "$work/$platform->{name}",
		$platform->configs_of($options->{configs}));
}
say_line($plan->quick_size) if $options->{quick};
say_line($plan->share) if $options->{shard};
my @seeds = Run::seeds($options);
for my $run (1 .. $options->{repeat}) {
	my $seed = $seeds[$run - 1];
	say_line(($options->{repeat} > 1 ? "run $run of $options->{repeat}, " : '') .
		"seed $seed, results in $out");
	Facts::begin($out, $plan, $work, \@seeds, @arguments) if $run == 1;
	$schedule = Schedule->new($cpus, $memory);
	$schedule->add(map { Run::job($plan, $_, out => $out, work => $work,
		seed => $seed, run => $options->{repeat} > 1 ? "/run-$run" : '') }
		@boots);
	$schedule->run;
}

# --- and tell

cleanup();
say_line('');
my $status = Child::wait_for(Child::start(
	($options->{ktap} // '') eq '-' ? (out => $described) : (),
	command => ['perl', 'run/summary.pl', '--end', 'complete', $options->report_words,
		$options->{consumer} ? ('--for', $options->{consumer}) : (), $out]));
say_line($about) if $about ne '';
if ($options->{describe}) {
	my $pid = Child::start(out => $described, command => ['perl',
		'run/describe.pl', $options->{json} ? '--json' : (), $out]);
	my $told = Child::wait_for($pid);
	$status = 2 if $told;
}
if (defined $options->{against}) {
	say_line("\ncompared with $options->{against}:");
	my $compared = Child::run('perl', 'run/compare.pl', Cost::words($options),
		$options->{against}, $out);
	$status = $compared if $status != 2;
}
exit($status == 0 || $status == 1 ? $status : 2);
