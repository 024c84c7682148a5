//! Breaking a file, by a generator that does the same for the same seed.

/// Pieces that mean something to one parser or another.
const PIECES: [&[u8]; 22] = [
    b"\n[[event]]\n",
    b"\n[[commit]]\n",
    b"#. 3 00000000\n",
    b"#. 18446744073709551615 ffffffff\n",
    b"format = 2\n",
    b"at = 2026-11-20T10:00:00.000Z\n",
    b"9999-12-31T23:59:59-01:00",
    b"+12026-11-20T10:00:00Z",
    b"0000-01-01T00:00:00+01:00",
    b"status = \"completed\"\n",
    b"\"\"\"",
    b"'''",
    b"\\u0000",
    b"\r\n",
    b"\0\0\0\0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xe2\x80\xae",
    b"[[[[",
    b"{\"a\":[",
    b"-9223372036854775808",
    b"1e999",
];

/// The bytes, changed in one to four places; `other` is where pieces are taken from.
#[must_use]
pub fn mutate(bytes: &[u8], other: &[u8], random: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..random.usize(1..=4) {
        let at = random.usize(0..=bytes.len());
        let length = random.usize(0..=64).min(bytes.len() - at);
        match random.u8(0..9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.u8(0..8),
            1 if at < bytes.len() => bytes[at] = random.u8(..),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..at + length)),
            4 => {
                let copy = bytes[at..at + length].to_vec();
                insert(&mut bytes, at, &copy);
            }
            5 => insert(&mut bytes, at, PIECES[random.usize(0..PIECES.len())]),
            6 => {
                let from = random.usize(0..=other.len());
                let to = (from + random.usize(0..=256)).min(other.len());
                insert(&mut bytes, at, &other[from..to]);
            }
            7 => repeat_a_line(&mut bytes, at),
            _ => drop_a_line(&mut bytes, at),
        }
    }
    bytes
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    bytes.splice(at..at, piece.iter().copied());
}

/// The line around that place, with its end.
fn line(bytes: &[u8], at: usize) -> std::ops::Range<usize> {
    let from = bytes[..at].iter().rposition(|&b| b == b'\n').map_or(0, |end| end + 1);
    let to = bytes[at..].iter().position(|&b| b == b'\n').map_or(bytes.len(), |end| at + end + 1);
    from..to
}

fn repeat_a_line(bytes: &mut Vec<u8>, at: usize) {
    let line = line(bytes, at);
    let copy = bytes[line.clone()].to_vec();
    insert(bytes, line.end, &copy);
}

fn drop_a_line(bytes: &mut Vec<u8>, at: usize) {
    let line = line(bytes, at);
    bytes.drain(line);
}
