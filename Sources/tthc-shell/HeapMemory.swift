internal import Glibc

/// The memory of small values, taken from the system in few large pages.
///
/// Each page of 4 KiB costs an interrupt when it is first written, and a short run would spend a fifth of its time on
/// them. Where the system gives no large pages all is as it would be without this.
enum HeapMemory {
  private static let largePage = 2 << 20
  /// Address space asked for at a time; pages are taken when they are first written.
  private static let step = 32 << 20

  // Names of `malloc.h`.
  private static let trimThreshold: CInt = -1
  private static let topPad: CInt = -2
  private static let mapThreshold: CInt = -3

  /// The end of the heap before large pages; held, or the compiler would leave it out.
  nonisolated(unsafe) private static var unused: UnsafeMutableRawPointer?

  /// Of the whole run; to be called once, before data are loaded.
  static func growInLargePages() {
    // What is freed is kept for what comes next: completion alone takes and frees megabytes at a key.
    _ = setAllocatorOption(trimThreshold, CInt(2 * step))
    _ = setAllocatorOption(topPad, CInt(step))
    _ = setAllocatorOption(mapThreshold, CInt(step))
    // Large enough to lie where the heap ends, which is then moved to where a large page may begin.
    guard let probe = malloc(step / 2), let end = sbrk(0) else { return }
    let distance = largePage - Int(bitPattern: probe) % largePage
    let start = Int(bitPattern: probe) + distance
    let length = (Int(bitPattern: end) - start) & ~(largePage - 1)
    // Before anything is written there, or the first page would be a small one.
    if length > 0, length <= 2 * step {
      _ = madvise(UnsafeMutableRawPointer(bitPattern: start), length, MADV_HUGEPAGE)
    }
    free(probe)
    unused = malloc(distance)
  }
}

/// Of the C library; its header is not among those that are imported with it.
@_silgen_name("mallopt") private func setAllocatorOption(_ option: CInt, _ value: CInt) -> CInt
