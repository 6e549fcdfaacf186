// For runs under ThreadSanitizer, to be preloaded: what the slow ways of Swift's `Mutex` (a thread waits for another)
// order among threads. They lie in a library that is not instrumented, so that the sanitizer does not see them and
// reports races where there are none; the fast ways are inlined into the program, and seen.
//
// The three functions are Swift's: the mutex comes in r13, which they keep.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>

void __tsan_acquire(void *) __attribute__((weak));
void __tsan_release(void *) __attribute__((weak));

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"

__attribute__((visibility("hidden"))) void *real_lock, *real_unlock, *real_try_lock;

__attribute__((constructor)) static void find(void) {
  real_lock = dlsym(RTLD_NEXT, LOCK);
  real_unlock = dlsym(RTLD_NEXT, UNLOCK);
  real_try_lock = dlsym(RTLD_NEXT, TRY_LOCK);
}

__attribute__((used, visibility("hidden"))) void acquired(void *mutex) {
  if (__tsan_acquire) __tsan_acquire(mutex);
}

__attribute__((used, visibility("hidden"))) void released(void *mutex) {
  if (__tsan_release) __tsan_release(mutex);
}

__asm__(
    ".text\n"
    ".globl \"" LOCK "\"\n"
    "\"" LOCK "\":\n"
    "  push %r13\n"
    "  call *real_lock(%rip)\n"
    "  mov (%rsp), %rdi\n"
    "  call acquired\n"
    "  pop %r13\n"
    "  ret\n"
    ".globl \"" UNLOCK "\"\n"
    "\"" UNLOCK "\":\n"
    "  push %r13\n"
    "  mov %r13, %rdi\n"
    "  call released\n"
    "  mov (%rsp), %r13\n"
    "  call *real_unlock(%rip)\n"
    "  pop %r13\n"
    "  ret\n"
    ".globl \"" TRY_LOCK "\"\n"
    "\"" TRY_LOCK "\":\n"
    "  push %r13\n"
    "  push %rbx\n"
    "  push %rax\n"
    "  call *real_try_lock(%rip)\n"
    "  movzbl %al, %ebx\n"
    "  test %ebx, %ebx\n"
    "  jz 1f\n"
    "  mov 16(%rsp), %rdi\n"
    "  call acquired\n"
    "1:mov %ebx, %eax\n"
    "  add $8, %rsp\n"
    "  pop %rbx\n"
    "  pop %r13\n"
    "  ret\n");
