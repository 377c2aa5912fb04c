# SPDX-License-Identifier: GPL-2.0-only
#
# When the guest makes an entry of its page table writable and flushes the TLB, KVM makes
# the shadow of the entry writable at once, also if the entry is not dirty.
#
# lost: nothing; the page is sent though nobody wrote it. The guest, though, never sees
#   the dirty bit of the entry, when it does write
# mirrors: none; a plausible slip in sync_spte(), which 6.4 made of sync_page()
# class: over-report
# where: svm:npt0 vmx:ept0
# kernels: 7.3-7.3
# files: arch/x86/kvm/mmu/paging_tmpl.h
/^static int FNAME(sync_spte)(/,/^}/{
	/FNAME(protect_clean_gpte)(vcpu->arch.mmu->w, &pte_access, gpte);/d
}
