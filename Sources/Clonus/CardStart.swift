import Recording

/// What is done on the card before it is used: the last recording may have been cut off.
enum CardStart {
  /// Closes the last recording where the power cut it off; removes it where it was only prepared.
  static func recover(_ unused: consuming ProgramCard) {
    var card = unused
    do throws(StorageError) {
      let last = try card.lastRecording()
      guard last > 0 else { return }
      do throws(RecordingError) {
        if try RecordingRecovery(closing: last, on: &card) != .unused { return }
      } catch {
        switch error {
        // The power was cut while it was laid out: a header is durable before an exam begins.
        case .shortHeader, .header(.version, offset: _): break
        // What else cannot be read is left for a person to look at.
        default: return
        }
      }
      try card.remove(.recording(last))
    } catch {
      // The log meets the same card, and says what is wrong with it.
    }
  }
}
