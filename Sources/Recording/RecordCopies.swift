import Findings

// A record that is on the card holds samples, and is longer than a sector: where the power fails while it
// is written again, for the sake of its marks, its samples would be torn with it. So a copy goes first into
// one of the file's last records, which are empty as long as the exam runs, and carries the number of the
// record it is of. A cut leaves the one or the other whole. Whatever ends the exam cuts the copies off.

extension ExamFile {
  /// Overwrites records that are on the card, durable when this returns.
  mutating func replace(_ records: [Int], on card: inout some Storage & ~Copyable)
    throws(StorageError)
  {
    var rest = records[...]
    while isRecorded, !rest.isEmpty {
      // `longestExam` has 5 s of slack: only an exam that outgrew its file has no place for a copy.
      let free = image.recordCount - Int(open.number)
      let batch = free > 0 ? rest.prefix(free) : rest
      if free > 0 { try copy(batch, on: &card) }
      try keep(batch, on: &card)
      rest = rest.dropFirst(batch.count)
    }
  }

  private mutating func copy(
    _ records: ArraySlice<Int>, on card: inout some Storage & ~Copyable
  ) throws(StorageError) {
    var place = image.recordCount
    do {
      for record in records {
        place -= 1
        try write(
          image.range(ofRecord: record), at: image.layout.offset(ofRecord: place), to: &card)
      }
      try card.sync(.recording(number))
    } catch {
      isRecorded = false
      throw error
    }
  }
}

extension RecordScan {
  /// Reads all records once more; answers which are torn and have a copy, and in which place it lies.
  @inline(never)
  mutating func copiesOfTorn(_ read: BytesAt) throws(RecordingError) -> [(record: Int, place: Int)]
  {
    var torn: [Int] = []
    var copies: [(record: Int, place: Int)] = []
    restart()
    while let state = try next(read) {
      switch state {
      case .faulty(.checksum): torn.append(number)
      case .faulty(.number(let other)) where torn.contains(Int(other)):
        copies.append((Int(other), number))
      default: break
      }
    }
    return copies
  }
}
