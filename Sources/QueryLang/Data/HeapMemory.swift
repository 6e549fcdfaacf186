internal import Glibc

/// The memory of small values, as the C library's allocator holds it.
package enum HeapMemory {
  private static let largePage = 2 << 20
  /// As much as a short run needs; pages are taken when they are first written.
  private static let beginning = 16 << 20
  /// Freed memory up to this is kept for what comes next: completion alone takes and frees megabytes at a key.
  private static let mostKept = 64 << 20
  /// Larger arrays are given back when they are freed.
  private static let mostInHeap = 2 << 20

  // Names of `malloc.h`.
  private static let trimThreshold: CInt = -1
  private static let topPad: CInt = -2
  private static let mapThreshold: CInt = -3

  /// Fills the heap up to where a large page may begin, and is never used; held, or the compiler would leave it out.
  nonisolated(unsafe) private static var filler: UnsafeMutableRawPointer?

  /// Takes the beginning of the heap in few large pages; of the whole run, to be called once, before data are loaded.
  ///
  /// Each page of 4 KiB costs an interrupt when it is first written, and a short run would spend a fifth of its time on
  /// them. But a large page is cleared whole: the second one is left small, for most short runs need only a quarter of
  /// it.
  package static func growInLargePages() {
    // Somebody who allows little memory means this too.
    guard !isLimited(RLIMIT_AS), !isLimited(RLIMIT_DATA) else { return }
    _ = setAllocatorOption(trimThreshold, CInt(mostKept))
    _ = setAllocatorOption(mapThreshold, CInt(2 * beginning))
    // Large enough to lie where the heap ends, which is then moved to where a large page may begin.
    guard let probe = malloc(beginning), let end = sbrk(0) else { return }
    let distance = largePage - Int(bitPattern: probe) % largePage
    let start = Int(bitPattern: probe) + distance
    let length = (Int(bitPattern: end) - start) & ~(largePage - 1)
    // Before anything is written there, or the first page would be a small one.
    if length > 2 * largePage, length <= 2 * beginning {
      _ = madvise(UnsafeMutableRawPointer(bitPattern: start), largePage, MADV_HUGEPAGE)
      _ = madvise(
        UnsafeMutableRawPointer(bitPattern: start + 2 * largePage), length - 2 * largePage, MADV_HUGEPAGE)
    }
    free(probe)
    filler = malloc(distance)
    _ = setAllocatorOption(mapThreshold, CInt(mostInHeap))
    _ = setAllocatorOption(topPad, CInt(largePage))
  }

  /// Gives back what the allocator holds of memory that is free again, after much was freed.
  package static func giveBackFreed() { _ = trimAllocator(0) }

  private static func isLimited(_ resource: __rlimit_resource) -> Bool {
    var limit = rlimit()
    return getrlimit(CInt(resource.rawValue), &limit) == 0 && limit.rlim_cur != rlim_t.max
  }
}

// Of the C library; their header is not among those that are imported with it.
@_silgen_name("mallopt") private func setAllocatorOption(_ option: CInt, _ value: CInt) -> CInt
@_silgen_name("malloc_trim") private func trimAllocator(_ kept: Int) -> CInt
