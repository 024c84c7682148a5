//! Session ids: `YYYYMMDD-` and ten characters of Crockford's base32.

use std::fmt;
use std::str::FromStr;

use crate::Time;

/// Crockford's base32 in lower case: no `i`, `l`, `o`, `u` (<https://www.crockford.com/base32.html>).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const DATE: usize = 8;
const RANDOM: usize = 10;

/// Fifty random bits, handed in by whoever has a source of randomness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RandomBits(pub u64);

/// The name of a session. It becomes a file name, so it exists only after parsing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(String);

/// Why a text is not a session's id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a session id: an id is a date and ten characters, like 20261120-k7q2m9xzpw")]
pub struct ParseIdError(pub String);

impl SessionId {
    /// The id of a session that starts at `now`. Only the lowest fifty bits of `random` are used.
    #[must_use]
    pub fn new(now: Time, random: RandomBits) -> Self {
        let mut id = now.format("%Y%m%d-").to_string();
        for place in (0..RANDOM).rev() {
            let index = (random.0 >> (5 * place)) & 31;
            id.push(char::from(ALPHABET[index as usize]));
        }
        Self(id)
    }

    /// The whole id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ten random characters: what people type a piece of.
    #[must_use]
    pub fn random_part(&self) -> &str {
        &self.0[DATE + 1..]
    }

    /// The fifty bits that the random part was made from.
    #[must_use]
    pub fn random_bits(&self) -> RandomBits {
        let place = |b: u8| ALPHABET.iter().position(|&it| it == b).unwrap_or(0) as u64;
        RandomBits(self.random_part().bytes().fold(0, |bits, b| bits << 5 | place(b)))
    }

    /// The month of the date, as `2026-11`: the archive's folder.
    #[must_use]
    pub fn month(&self) -> String {
        format!("{}-{}", &self.0[..4], &self.0[4..6])
    }

    /// Whether `piece` names this session: a beginning of the id or of its random part, in either case.
    #[must_use]
    pub fn begins_with(&self, piece: &str) -> bool {
        let piece = piece.to_ascii_lowercase();
        !piece.is_empty() && (self.0.starts_with(&piece) || self.random_part().starts_with(&piece))
    }
}

impl FromStr for SessionId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = text.as_bytes();
        let fits = bytes.len() == DATE + 1 + RANDOM
            && bytes[..DATE].iter().all(u8::is_ascii_digit)
            && bytes[DATE] == b'-'
            && bytes[DATE + 1..].iter().all(|b| ALPHABET.contains(b))
            && chrono::NaiveDate::parse_from_str(&text[..DATE], "%Y%m%d").is_ok();
        if fits { Ok(Self(text.to_owned())) } else { Err(ParseIdError(text.chars().take(40).collect())) }
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Time {
        "2026-11-20T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn an_id_is_the_date_and_fifty_bits() {
        assert_eq!(SessionId::new(noon(), RandomBits(0)).as_str(), "20261120-0000000000");
        assert_eq!(SessionId::new(noon(), RandomBits(u64::MAX)).as_str(), "20261120-zzzzzzzzzz");
        assert_eq!(SessionId::new(noon(), RandomBits(33)).random_part(), "0000000011");
    }

    #[test]
    fn what_is_made_can_be_parsed() {
        let id = SessionId::new(noon(), RandomBits(0x1_2345_6789_abcd));
        assert_eq!(id.as_str().parse::<SessionId>(), Ok(id.clone()));
        assert_eq!(id.month(), "2026-11");
        assert_eq!(id.random_bits(), RandomBits(0x1_2345_6789_abcd));
    }

    #[test]
    fn what_could_be_a_path_or_another_name_is_not_an_id() {
        for text in [
            "",
            "../../../../../etc",
            "20261120-k7q2m9xzp",
            "20261120-k7q2m9xzpwq",
            "20261120-K7Q2M9XZPW",
            "20261120-k7q2m9xzpi",
            "20261120_k7q2m9xzpw",
            "20261320-k7q2m9xzpw",
            "2026112é-k7q2m9xzp",
            "20261120-k7q2m/xzpw",
        ] {
            assert!(text.parse::<SessionId>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_piece_names_it_from_the_random_part_or_from_the_start() {
        let id: SessionId = "20261120-k7q2m9xzpw".parse().unwrap();
        for (piece, named) in
            [("k7", true), ("K7Q2", true), ("20261120-k", true), ("2026", true), ("q2", false), ("", false)]
        {
            assert_eq!(id.begins_with(piece), named, "{piece}");
        }
    }
}
