import Findings

/// Writes one sample and its two bits into a record.
func storeSample(
  _ sample: RawSample, _ index: Int, in file: inout [UInt8], at record: Int, layout: RecordLayout
) {
  let counts: [3 of Int16] = [sample.x, sample.y, sample.z]
  for axis in Counting(0..<3) {
    storeWords(
      UInt64(UInt16(bitPattern: counts[axis])), 1, in: &file,
      at: record + layout.offset(ofSample: index, axis: axis))
  }
  let (byte, shift) = flagPlace(index, at: record, layout: layout)
  file[byte] = file[byte] & ~(3 << shift) | (sample.flags.rawValue & 3) << shift
}

/// Reads one sample and its two bits out of a record.
func loadSample(_ index: Int, of file: Span<UInt8>, at record: Int, layout: RecordLayout)
  -> RawSample
{
  func count(_ axis: Int) -> Int16 {
    let offset = record + layout.offset(ofSample: index, axis: axis)
    return Int16(truncatingIfNeeded: loadWords(1, of: file, at: offset))
  }
  let (byte, shift) = flagPlace(index, at: record, layout: layout)
  return RawSample(
    x: count(0), y: count(1), z: count(2), flags: SampleFlags(rawValue: file[byte] >> shift & 3))
}

/// Two bits a sample: four samples a byte, so eight a little-endian word.
private func flagPlace(_ index: Int, at record: Int, layout: RecordLayout) -> (Int, UInt8) {
  let flags = record + layout.statusOffset + 2 * RecordLayout.statusWordsBeforeFlags
  return (flags + index / 4, UInt8(index % 4 * 2))
}
