# SPDX-License-Identifier: GPL-2.0-only
#
# A machine in QEMU that is saved when it has booted, and restored as often as it is
# wanted: a boot takes seconds, restoring it tenths. What differs from run to run (test
# programs, KVM's modules, orders) is not in it: it reaches the machine afterwards, in
# memory that the machine shares with its device ivshmem (host/tools/receive.c).
#
# A saved machine is a folder in CACHE/machines, named for the content of all that made
# it: kernel, initramfs, QEMU, command line. In it are
#
#   ram       the machine's memory: a file with holes, of which every restored machine
#             has a copy-on-write mapping
#   state     all else, as QEMU migrates it
#   console   what the kernel said while it booted. It stands before what a restored one
#             says, so that a complaint of it is not lost
#   made      the sizes and times of these, written last. If one is another now, the
#             machine is not used, and made anew
#
# A restored machine has the time, the random numbers and the addresses of the one that
# was saved. No verdict rests on these: seeds come in the orders, deadlines are lengths
# of time, and time goes on where it stood.
#
# A folder is made under another name and renamed; who makes it holds the lock of its key.
package Snapshot;
use strict;
use warnings;
use Child;
use Digest::SHA;
use Fcntl qw(:flock);
use File::Copy qw(copy);
use File::Path qw(make_path remove_tree);
use Qmp;
use Time::HiRes ();

my $room = 256;		# MiB that are shared with the machine
my $most = 12;		# saved machines; each takes some 140 MB

# Fields of %of:
#   command    sub(KERNEL, INITRAMFS, CONSOLE): QEMU's command line
#   kernel, initramfs   files
#   memory     MiB of the machine
#   cache      the folder of downloads
#   dir        a folder for what one boot needs
sub new {
	my ($class, %of) = @_;
	my $self = bless { %of, cache => "$of{cache}/machines" }, $class;
	my $sha = Digest::SHA->new(256);
	$sha->add(join "\0", __PACKAGE__, $of{memory}, $of{command}->('', '', ''));
	$sha->addfile($_, 'b') for @of{qw(kernel initramfs)};
	# What QEMU says of its version is the same for two builds of it.
	my ($qemu) = $of{command}->('', '', '');
	my ($program) = grep { -x } map { "$_/$qemu" } split /:/, $ENV{PATH};
	my @stat = stat($program // $qemu);
	$sha->add(join ' ', @stat ? @stat[1, 7, 9] : ());
	$self->{saved} = "$self->{cache}/" . substr $sha->hexdigest, 0, 24;
	return $self;
}

# A file's name within an option of QEMU's.
sub quoted {
	my ($file) = @_;
	return $file =~ s/,/,,/gr;
}

# The command line of a machine whose memory is $dir/ram and which shares the file
# $shared. What it writes goes into the files if $keep.
sub command {
	my ($self, $dir, $shared, $console, $keep) = @_;
	my $share = $keep ? 'on' : 'off';
	my @memory = map {
		my ($id, $mib, $file) = @$_;
		('-object', "memory-backend-file,id=$id,size=${mib}M,share=$share," .
			'mem-path=' . quoted($file));
	} ['ram', $self->{memory}, "$dir/ram"], ['orders', $room, $shared];
	return [$self->{command}->(@$self{qw(kernel initramfs)}, $console),
		'-machine', 'memory-backend=ram', @memory,
		'-device', 'ivshmem-plain,memdev=orders,master=on'];
}

# What is kept of the files of a saved machine.
sub described {
	my ($dir) = @_;
	return join '', map {
		my @stat = Time::HiRes::stat("$dir/$_");
		sprintf "%s %s %s\n", $_, $stat[7] // '-', $stat[9] // '-';
	} qw(ram state console);
}

sub usable {
	my ($self) = @_;
	open my $made, '<', "$self->{saved}/made" or return 0;
	local $/;
	return <$made> eq described($self->{saved});
}

# The lines that QEMU prints, up to the one that says that the machine may be saved.
sub wait_until_booted {
	my ($from) = @_;
	while (my $line = <$from>) {
		return if $line =~ /^\@saveable/;
	}
	die "it did not boot\n";
}

# Boot a machine and save it in $dir.
sub save_in {
	my ($self, $dir) = @_;
	my $shared = "$self->{dir}/empty";
	open my $empty, '>', $shared or die "$shared: $!\n";
	truncate $empty, $room << 20 or die "$shared: $!\n";
	pipe my $from, my $to or die "pipe: $!\n";
	pipe my $complaints, my $err or die "pipe: $!\n";
	local $ENV{STATE} = "$dir/state";
	my $qemu = Qmp->start($self->command($dir, $shared, "$dir/console", 1),
		in => '/dev/null', out => $to, err => $err);
	close $_ for $to, $err;
	my $ok = eval {
		$qemu->greet;
		wait_until_booted($from);
		$qemu->call('stop');
		$qemu->migrate('migrate', 'exec:cat >"$STATE"');
		$qemu->call('quit');
		1;
	};
	my $why = $@;
	kill KILL => $qemu->{pid} if !$ok;
	# cat has it, too: at its end all is written.
	my ($said) = <$complaints>;
	my $status = Child::wait_for($qemu->{pid});
	unlink $shared;
	die $said // $why || "exit status $status\n" if !$ok || $status;
}

# Make it, unless someone else does.
sub make {
	my ($self) = @_;
	make_path($self->{cache});
	open my $lock, '>', "$self->{saved}.lock" or die "$self->{saved}.lock: $!\n";
	flock $lock, LOCK_EX or die "$self->{saved}.lock: $!\n";
	return if $self->usable;
	my $new = "$self->{saved}.new";
	remove_tree($new, $self->{saved});
	mkdir $new or die "$new: $!\n";
	my $ok = eval {
		$self->save_in($new);
		open my $made, '>', "$new/made" or die "$new/made: $!\n";
		print { $made } described($new) and close $made or
			die "$new/made: $!\n";
		rename $new, $self->{saved} or die "$new: $!\n";
		1;
	};
	my $why = $@;
	remove_tree($new);
	die $why if !$ok;
	$self->tidy;
}

# Remove those that were used least recently.
sub tidy {
	my ($self) = @_;
	my %used = map { $_ => -M "$_/made" // 1e9 }
		grep { -d && !/\.new\z/ } glob "\Q$self->{cache}\E/*";
	my @old = sort { $used{$a} <=> $used{$b} } keys %used;
	for my $dir (splice @old, $most) {
		remove_tree($dir);
		unlink "$dir.lock";
	}
}

# The file that the machine shares: an archive, and in front of it its length.
sub share {
	my ($self, $write) = @_;
	my $file = "$self->{dir}/shared";
	open my $to, '>:raw', $file or die "$file: $!\n";
	print { $to } pack 'Q<', 0 or die "$file: $!\n";
	$write->($to, $file);
	my $bytes = tell($to) - 8;
	die "the test programs need more than $room MiB\n" if $bytes > ($room << 20) - 16;
	seek $to, 0, 0;
	print({ $to } pack 'Q<', $bytes) && truncate($to, $room << 20) && close $to or
		die "$file: $!\n";
	return $file;
}

# Run the machine to its end, and end like QEMU. $write writes to a handle the archive
# that the machine gets; $console is the file for the console. Returns only if it cannot
# be restored: why.
sub run {
	my ($self, $write, $console) = @_;
	my ($qemu, $shared);
	my $ok = eval {
		$self->make if !$self->usable;
		utime undef, undef, "$self->{saved}/made";
		$shared = $self->share($write);
		copy("$self->{saved}/console", $console) or die "$console: $!\n";
		local $ENV{STATE} = "$self->{saved}/state";
		my $command = $self->command($self->{saved}, $shared, $console, 0);
		$qemu = Qmp->start([@$command, '-incoming', 'defer']);
		$qemu->greet;
		$qemu->migrate('migrate-incoming', 'exec:cat "$STATE"');
		$qemu->call('cont');
		1;
	};
	chomp(my $why = $@);
	if (!$ok) {
		kill KILL => $qemu->{pid} if $qemu;
		Child::wait_for($qemu->{pid}) if $qemu;
		unlink grep { defined } $shared, $console;
		return $why;
	}
	my $status = Child::wait_for($qemu->{pid});
	kill $status - 128 => $$ if $status > 128;
	exit $status;
}

1;
