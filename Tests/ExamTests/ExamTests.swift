import Testing

@testable import Exam
