import Linux

extension Command {
  static let replayCommand = Command(
    name: "replay",
    synopsis: "[OPTION]... FILE", summary: "run the detection over a recording",
    details: """
      FILE is CSV with a header line that names time_s,x_g,y_g,z_g, or one of the device's own EDF+;
      - is standard input.

        --json                            one JSON object instead of text
        --protocol stretch|spontaneous    which exam it was (default: stretch)
        --site ankle|knee|wrist|finger|jaw
        --rule adult|obstetric|infant     the rule for the word (default: adult)
        --sustained-beats N               sustained from N beats, 4 to 100 (default: 10)

      The settings of an exam ride in the device's own file; an option goes before them. Rule infant
      is always 11 beats.

      """
  ) { words, _ in ExitStatus(rawValue: ReplayCommand.run(words)) ?? .inputOutput }
}
