import Findings

@testable import Recording

// What is read from a span, read from an array: `#expect` takes no span of a temporary value.

extension Mark {
  init?(text: [UInt8]) { self.init(text: text.span) }
}

extension ExamFindings {
  init?(text: [UInt8]) { self.init(text: text.span) }
}

extension DeviceNote {
  init?(text: [UInt8]) { self.init(text: text.span) }
}

extension CivilTime {
  init?(text: [UInt8]) { self.init(text: text.span) }
}
