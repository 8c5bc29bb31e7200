import Findings
import Linux

// SwiftPM gives the linker this name for `main` where a program has several files.
@c(Clonus_main)
func main(
  _ count: Int32, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
  _ environment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
  Traps.tellWhere()
  if unsafe LinuxKernel.isInit(words: words) {
    Init(kernel: LinuxKernel.running).run()
    return ExitStatus.inputOutput.rawValue
  }
  let words = unsafe Arguments.read(count: count, words: words)
  let hasColour = unsafe !Arguments.isSet("NO_COLOR", in: environment)
  return Command.run(words, hasColour: hasColour).rawValue
}
