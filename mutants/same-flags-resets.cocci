// SPDX-License-Identifier: GPL-2.0-only
//
// A call that sets a slot's flags to what they are empties the slot's log.
//
// lost: pages that were dirty before the call
// mirrors: the class of B35: what a change of a slot does to its log
// class: memslot
// where: svm vmx arm64
// kernels: 5.17-6.19
// files: virt/kvm/kvm_main.c
@@
@@
  __kvm_set_memory_region(...)
  {
  <...
  if (...)
  	change = KVM_MR_FLAGS_ONLY;
  else
- 	return 0;
+ 	{
+ 	if (old->dirty_bitmap)
+ 		bitmap_zero(old->dirty_bitmap, old->npages);
+ 	return 0;
+ 	}
  ...>
  }
