# SPDX-License-Identifier: GPL-2.0-only
#
# Platform vmx: KVM on an emulated Intel processor with page modification logging (PML),
# in Bochs. run/Platform.pm explains the keys. A boot takes 12 s, with Debian's Bochs 2.7
# half a minute, so two configs share one. With all in one boot, it would finish last by
# far. A second CPU nearly doubles the run time even when idle, so only cases that need
# it get it.
use strict;
use warnings;
use Child;
use Platform;

# Bochs counts time in instructions: so many are a second, whatever it takes. Where steps are
# measured, few have a timer tick in them.
my $ips = sub {
	my ($boot) = @_;
	return $boot->{exact} ? 1_000_000_000 : 50_000_000;
};

# The Bochs that is compiled from source (provision/bochs.sh); '' for that of Debian's
# package.
my $built = '';

# What makes a boot shorter: it took two minutes. Most was a slow serial console,
# then tests and checks that the kernel makes of itself, then modules' signatures.
# - loglevel=4: the UART is as slow as a real one. What warns while a test runs
#   is read by the test itself. Two warnings about what this processor's CPUID
#   says, while booting, are not shown then.
# - earlyprintk: what ends a boot before there is a console is told all the same.
# - rcu_expedited: a grace period is waiting, and waiting is emulated as well.
# - idle=halt: a processor that MWAITs does not see what another one stores, and
#   sleeps until its next timer tick.
my @quick = (qw(quiet loglevel=4 earlyprintk=ttyS0 log_buf_len=4M nokaslr rodata=off
	mitigations=off rcupdate.rcu_expedited=1 idle=halt cryptomgr.notests
	init_on_alloc=0 cgroup_disable=memory hardened_usercopy=off debugfs=off),
	'initcall_blacklist=' . join ',', qw(trace_eval_init init_kprobe_trace jent_mod_init
	load_system_certificate_list bpf_tcp_ca_kfunc_init
	bpf_dummy_struct_ops_init));

my $file = sub {
	my ($name, $text) = @_;
	open my $to, '>', $name or die "$name: $!\n";
	print $to $text;
	close $to or die "$name: $!\n";
};

# The kernel's command line of a boot.
# - clearcpuid: for the size of a compacted XSAVE area CPUID gives that of one that
#   is not, and the kernel then does without XSAVE ("XSAVE consistency problem",
#   arch/x86/kernel/fpu/xstate.c), so that no guest has AVX. Where instructions are
#   counted no two boots may differ, and Bochs seeds RDRAND by the host's clock
#   (srand() in cpu/init.cc).
# - tsc_early_khz: the processor says 3.5 GHz; its timers know only ips.
my $words = sub {
	my ($boot) = @_;
	return join ' ', qw(console=ttyS0 panic=-1 nowatchdog no_timer_check), @quick,
		'clearcpuid=xsavec,xsaves,erms,fsrm' . (',rdrand,rdseed') x !!$boot->{exact},
		'tsc_early_khz=' . $ips->($boot) / 1000, $boot->{early};
};

# A CD with kernel, initramfs and command line is what Bochs' BIOS can boot.
my $make_cd = sub {
	my ($boot, $dir) = @_;
	$file->("$dir/isolinux.cfg", <<~"END");
		default tests
		label tests
		kernel /kernel
		initrd /initramfs
		append @{[$words->($boot)]}
		END
	my $syslinux = '/usr/lib/syslinux/modules/bios/ldlinux.c32';
	my ($status, $said) = Child::output('sh', '-c', 'exec "$@" 2>&1', 'sh',
		qw(xorriso -as mkisofs -quiet -o), "$dir/cd.iso",
		qw(-graft-points -b isolinux.bin -no-emul-boot -boot-load-size 4
		-boot-info-table isolinux.bin=/usr/lib/ISOLINUX/isolinux.bin),
		"ldlinux.c32=$syslinux", "isolinux.cfg=$dir/isolinux.cfg",
		"kernel=$boot->{kernel}", "initramfs=$boot->{initramfs}");
	die $said if $status;
};

return {
	order => 3,
	about => 'emulated Intel machine',
	arch => 'x86',
	package => 'linux-image-6.12-amd64',
	driver => 'kvm-intel',
	load => ['kvm-intel'],
	slow => 1,
	needs => ['vmx'],
	# Processors like this one get their NX huge pages as a mitigation, and
	# mitigations are off. The prefix is for stores that KVM's emulator shall do
	# (x86/stores/). Bochs 3.0 offers posted interrupts, but enters only guests whose
	# descriptor of them begins a page (cpu/vmx.cc); a processor wants it aligned to
	# 64 bytes. With Bochs 2.7 KVM finds no APICv anyway.
	modules => ['kvm.nx_huge_pages=1', 'kvm.force_emulation_prefix=1',
		'kvm_intel.enable_apicv=0'],
	per_boot => 2,
	cpus => [2, 1],
	memory => 1536,
	overhead => 256,
	minutes => 3,
	# A case may take less than this by its own deadline.
	limits => { boot_s => 900, silent_s => 2400, slowness => 30 },
	check => sub {
		my ($status, $said) = Child::output('provision/bochs.sh', $ENV{CACHE});
		exit 2 if $status;
		chomp($built = $said);
	},
	version => sub {
		return Machine::version_of('Bochs x86 Emulator',
			$built ne '' ? $built : 'bochs', '--help', 'cpu');
	},
	# Where there is PML: Bochs 2.7 logs the whole address in its buffer, where a
	# processor, and Bochs 3.0, logs that of the page; vmx_flush_pml_buffer() in
	# arch/x86/kvm/vmx/vmx.c warns of it for each store that is not at the page's
	# begin, and is inlined in the function that is named.
	more_args => sub {
		my ($config) = @_;
		return '' if $config !~ /^(default|tdp0)\z/ || $built ne '';
		my (undef, $said) = Child::output(qw(sh -c), 'bochs --help cpu 2>&1');
		return $said =~ /Bochs x86 Emulator 2\./ ? '-w vmx_handle_exit' : '';
	},
	configs => [
		default => {},
		pml0 => { modules => ['kvm_intel.pml=0'] },
		eptad0 => { modules => ['kvm_intel.eptad=0'] },
		tdp0 => { modules => ['kvm.tdp_mmu=0'] },
		ept0 => { modules => ['kvm_intel.ept=0'] },
	],
	# See bochs_divide.c, which is for a package of this machine's architecture.
	prepare => sub {
		my ($dir) = @_;
		return if $built ne '' || $Platform::native ne 'x86';
		my $status = Child::run(qw(gcc -O2 -Wall -Wextra -Werror -shared -fPIC
			-o), "$dir/divide.so", 'provision/bochs_divide.c');
		Say::refuse('cannot compile provision/bochs_divide.c') if $status;
	},
	command => sub {
		my ($boot) = @_;
		my $dir = $boot->{dir};
		$make_cd->($boot, $dir);
		my $cpus = $boot->{cpus} == 1 ? 'count=1' : 'count=2, quantum=32';
		my $display = $built ne '' ? 'display_library: nogui' :
			"display_library: term\n" .
			'sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy';
		# The machine's clock goes by instructions, from the time of this host on.
		my $clock = $boot->{exact} ? 'clock: sync=none, time0=1767225600' : '';
		$file->("$dir/bochsrc", <<~"END");
			memory: guest=$boot->{memory}, host=$boot->{memory}
			romimage: file=/usr/share/bochs/BIOS-bochs-latest
			vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
			cpu: model=corei7_skylake_x, $cpus, ips=@{[$ips->($boot)]}
			ata0-master: type=cdrom, path=$dir/cd.iso, status=inserted
			boot: cdrom
			usb_uhci: enabled=0
			$clock
			com1: enabled=1, mode=file, dev=$boot->{console}
			com2: enabled=1, mode=file, dev=\$RESULTS
			$display
			log: /dev/null
			info: action=ignore
			error: action=ignore
			panic: action=fatal
			END
		# By a name without the blanks and colons that the folder's may have.
		my $bochs = "$boot->{top}/run/bochs.pl";
		chdir $boot->{prepared} or die "$boot->{prepared}: $!\n";
		$ENV{LD_PRELOAD} = './divide.so' if -f 'divide.so';
		return ($bochs, "$dir/bochsrc", $built ne '' ? $built : 'bochs');
	},
};
