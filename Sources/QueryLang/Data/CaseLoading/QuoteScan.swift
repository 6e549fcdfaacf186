/// Where rows end in a text that has quotes in it.
enum QuoteScan {
  struct Found {
    /// Line feeds outside quotes.
    var rowCount = 0
    /// The offset behind the last of them.
    var end = 0
    /// Whether there is a quote at all.
    var hasQuotes = false
    /// All line feeds before `end`, in quotes or not.
    var lineCount = 0
  }

  /// Rows of a text that begins outside quotes.
  /// - Precondition: 64 bytes behind the text may be read.
  static func rows(_ start: UnsafeRawPointer, _ count: Int) -> Found {
    var found = Found()
    var inside: UInt64 = 0
    var lines = 0
    var offset = 0
    while offset < count {
      let (hasFeeds, hasQuotes) = signs(start + offset)
      if !hasFeeds, !hasQuotes {
        offset &+= 64
        continue
      }
      var feeds = hasFeeds ? mask(start + offset, FieldScan.pattern(0x0A)) : 0
      var quotes = hasQuotes ? mask(start + offset, FieldScan.pattern(0x22)) : 0
      if count &- offset < 64 {
        let valid = (UInt64(1) &<< UInt64(count &- offset)) &- 1
        feeds &= valid
        quotes &= valid
      }
      var outside = feeds
      if quotes != 0 || inside != 0 {
        found.hasQuotes = true
        // Each bit: whether an odd number of quotes stands at or before it.
        var parity = quotes
        parity ^= parity << 1
        parity ^= parity << 2
        parity ^= parity << 4
        parity ^= parity << 8
        parity ^= parity << 16
        parity ^= parity << 32
        parity ^= inside
        outside &= ~parity
        inside = 0 &- (parity >> 63)
      }
      if outside != 0 {
        found.rowCount += outside.nonzeroBitCount
        let last = 63 - outside.leadingZeroBitCount
        found.end = offset + last + 1
        let before = last == 63 ? feeds : feeds & ((UInt64(1) &<< UInt64(last &+ 1)) &- 1)
        found.lineCount = lines + before.nonzeroBitCount
      }
      lines += feeds.nonzeroBitCount
      offset &+= 64
    }
    return found
  }

  /// Whether there are line feeds and quotes among 64 bytes: most have neither, and where they are takes longer to say.
  @inline(__always) private static func signs(_ start: UnsafeRawPointer) -> (feeds: Bool, quotes: Bool) {
    var feeds: UInt64 = 0
    var quotes: UInt64 = 0
    var offset = 0
    while offset < 64 {
      let word = start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      feeds |= FieldScan.hits(word, FieldScan.pattern(0x0A))
      quotes |= FieldScan.hits(word, FieldScan.pattern(0x22))
      offset &+= 8
    }
    return (feeds != 0, quotes != 0)
  }

  /// One bit for each of 64 bytes that is the pattern's.
  @inline(__always) private static func mask(_ start: UnsafeRawPointer, _ pattern: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    var bits: UInt64 = 0
    var word = 0
    while word < 8 {
      let difference = start.loadUnaligned(fromByteOffset: word &* 8, as: UInt64.self) ^ pattern
      let zeros = ~(((difference & low) &+ low) | difference | low) >> 7
      bits |= ((zeros &* 0x0102_0408_1020_4080) >> 56) << UInt64(word &* 8)
      word &+= 1
    }
    return bits
  }
}
