// Every type here is generic over the kernel it calls, so that tests can put a failing one in its
// place; these are their names on the machine the program runs on.

/// A file of the running machine.
public typealias File = FileDescriptor<LinuxKernel>
/// The monotonic clock of the running machine.
public typealias SystemClock = MonotonicClock<LinuxKernel>
/// A terminal of the running machine.
public typealias SystemTerminal = Terminal<LinuxKernel>
/// The keys of a terminal of the running machine.
public typealias SystemKeys = Keys<LinuxKernel>
/// A card, or a folder in its place, of the running machine.
public typealias SystemFolder = FolderStorage<LinuxKernel>
