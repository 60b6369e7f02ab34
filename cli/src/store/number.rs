//! Element types of binary files and their way to `f64`.

use half::{bf16, f16};
use std::io::Read;

/// Values converted at a time.
const CHUNK: usize = 1 << 13;

/// The bytes of one value, and whether they are big-endian, to the value.
type Convert = fn(&[u8], bool) -> f64;

/// A real element type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    /// Bytes of one value.
    pub(super) size: usize,
    big_endian: bool,
    convert: Convert,
}

macro_rules! convert {
    ($real:ty) => {
        convert!($real, |value| value as f64)
    };
    ($real:ty, $widen:expr) => {
        |bytes, big_endian| {
            let mut array = [0; size_of::<$real>()];
            array.copy_from_slice(bytes);
            let widen: fn($real) -> f64 = $widen;
            widen(if big_endian { <$real>::from_be_bytes(array) } else { <$real>::from_le_bytes(array) })
        }
    };
}

impl Number {
    /// By the name that safetensors gives it; `None` for what is not floating-point or has less than 16 bits.
    pub(super) fn safetensors(name: &str) -> Option<Self> {
        let (size, convert): (usize, Convert) = match name {
            "F64" => (8, convert!(f64)),
            "F32" => (4, convert!(f32)),
            "F16" => (2, convert!(f16, f16::to_f64)),
            "BF16" => (2, convert!(bf16, bf16::to_f64)),
            _ => return None,
        };
        Some(Self { size, big_endian: false, convert })
    }

    /// By NumPy's `descr`, such as `<f8`.
    pub(super) fn numpy(descr: &str) -> Result<Self, String> {
        let (big_endian, kind) = match descr.strip_prefix(['<', '|']) {
            Some(kind) => (false, kind),
            None => match descr.strip_prefix('>') {
                Some(kind) => (true, kind),
                None => (cfg!(target_endian = "big"), descr.trim_start_matches('=')),
            },
        };
        let (size, convert): (usize, Convert) = match kind {
            "f8" => (8, convert!(f64)),
            "f4" => (4, convert!(f32)),
            "f2" => (2, convert!(f16, f16::to_f64)),
            "i8" => (8, convert!(i64)),
            "i4" => (4, convert!(i32)),
            "i2" => (2, convert!(i16)),
            "i1" => (1, convert!(i8)),
            "u8" => (8, convert!(u64)),
            "u4" => (4, convert!(u32)),
            "u2" => (2, convert!(u16)),
            "u1" | "b1" => (1, convert!(u8)),
            other => {
                let hint = match other.chars().next() {
                    Some('c') => " (save the real part, or real and imaginary parts as separate rows)",
                    Some('f') => " (save it with .astype('float64'))",
                    Some('O') => " (pickled Python objects are never loaded; save it with .astype('float64'))",
                    _ if other == "structured" => " (save one field, or the fields as columns)",
                    _ => "",
                };
                return Err(not_real(descr, hint));
            }
        };
        Ok(Self { size, big_endian, convert })
    }

    /// The next `count` values.
    pub(super) fn read(&self, reader: &mut dyn Read, count: usize) -> std::io::Result<Vec<f64>> {
        let mut values = Vec::with_capacity(count);
        let mut buffer = vec![0; self.size * CHUNK.min(count)];
        while values.len() < count {
            let bytes = &mut buffer[..self.size * CHUNK.min(count - values.len())];
            reader.read_exact(bytes)?;
            values.extend(bytes.chunks_exact(self.size).map(|bytes| (self.convert)(bytes, self.big_endian)));
        }
        Ok(values)
    }
}

/// Says that an element type is not real, with a way out that is empty or starts with a space.
pub(super) fn not_real(found: &str, hint: &str) -> String {
    format!("element type {found} is not supported; use a real floating-point or integer type{hint}")
}
