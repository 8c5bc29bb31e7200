import Findings
import Recording

/// What lies on every card before the first exam.
public enum CardSetup {
  /// Writes the settings with their defaults and the page that explains the files, where they are
  /// missing; throws what the card says.
  public static func writeMissing(on card: inout some Storage & ~Copyable) throws(StorageError) {
    var settings = TextBuffer()
    settings.append(bytes: SettingsFile.text())
    try write(settings, where: .settings, on: &card)
    try write(CardReadme.text, where: .readme, on: &card)
  }

  private static func write(
    _ text: TextBuffer, where file: CardFile, on card: inout some Storage & ~Copyable
  ) throws(StorageError) {
    guard try card.size(of: file) ?? 0 == 0 else { return }
    try card.write(text, as: file)
  }
}
