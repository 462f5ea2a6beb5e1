//! Digests by which the same content is known again.
//!
//! Takes bytes, gives a number. Must not know what the bytes are.

use sha2::{Digest as _, Sha256};

/// The first 128 bits of the SHA-256 of some parts, each with its length before it,
/// so that no two lists of parts read the same.
pub fn digest<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> u128 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let sum = hasher.finalize();
    let mut first = [0; 16];
    first.copy_from_slice(&sum[..16]);
    u128::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn parts_are_kept_apart() {
        let of = |parts: &[&str]| digest(parts.iter().map(|p| p.as_bytes()));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["a"]), of(&["a", ""]));
        assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
    }
}
