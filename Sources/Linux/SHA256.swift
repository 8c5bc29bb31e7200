import Findings

/// The digest of a file (FIPS 180-4): `sha256sum` prints the same.
struct SHA256 {
  private var state: [8 of UInt32] = [
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB,
    0x5BE0_CD19,
  ]
  private var block = [UInt8](repeating: 0, count: 64)
  private var count = 0

  /// Takes the next byte.
  mutating func update(_ byte: UInt8) {
    block[count & 63] = byte
    count += 1
    if count & 63 == 0 { mix() }
  }

  /// The 32 bytes of the digest; nothing can be taken after it.
  mutating func finish() -> [UInt8] {
    let bits = UInt64(count) * 8
    update(0x80)
    while count & 63 != 56 { update(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      update(UInt8(truncatingIfNeeded: bits >> shift))
    }
    var digest: [UInt8] = []
    for index in Counting(0..<8) {
      for shift in stride(from: 24, through: 0, by: -8) {
        digest.append(UInt8(truncatingIfNeeded: state[index] >> shift))
      }
    }
    return digest
  }

  private mutating func mix() {
    var schedule = [UInt32](repeating: 0, count: 64)
    for index in Counting(0..<16) {
      for byte in Counting(0..<4) {
        schedule[index] = schedule[index] << 8 | UInt32(block[index * 4 + byte])
      }
    }
    for index in Counting(16..<64) {
      let (a, b) = (schedule[index - 15], schedule[index - 2])
      schedule[index] =
        schedule[index - 16] &+ (turned(a, 7) ^ turned(a, 18) ^ (a >> 3))
        &+ schedule[index - 7] &+ (turned(b, 17) ^ turned(b, 19) ^ (b >> 10))
    }
    var now = state
    for index in Counting(0..<64) {
      let (a, b, c, e) = (now[0], now[1], now[2], now[4])
      let mixed =
        now[7] &+ (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25))
        &+ (e & now[5] ^ ~e & now[6]) &+ roundConstants[index] &+ schedule[index]
      let major = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) &+ (a & b ^ a & c ^ b & c)
      for place in stride(from: 7, to: 0, by: -1) { now[place] = now[place - 1] }
      now[4] = now[4] &+ mixed
      now[0] = mixed &+ major
    }
    for index in Counting(0..<8) { state[index] = state[index] &+ now[index] }
  }
}

@inline(never)
private func turned(_ word: UInt32, _ count: UInt32) -> UInt32 {
  word >> count | word << (32 - count)
}

/// The first 32 bits of the fractions of the cube roots of the first 64 primes.
private let roundConstants: [64 of UInt32] = [
  0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4,
  0xAB1C_5ED5, 0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE,
  0x9BDC_06A7, 0xC19B_F174, 0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F,
  0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA, 0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7,
  0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967, 0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC,
  0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85, 0xA2BF_E8A1, 0xA81A_664B,
  0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070, 0x19A4_C116,
  0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
  0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7,
  0xC671_78F2,
]
