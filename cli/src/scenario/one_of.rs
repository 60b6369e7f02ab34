//! A table of which exactly one kind is given, where several registries list the kinds.

use serde::Deserializer;
use serde::de::{EnumAccess, VariantAccess, Visitor};
use std::marker::PhantomData;

/// An enum of several enums, which is read from one table `[section.kind]`.
pub(super) trait OneOf: Sized {
    /// Reads the table of the kind `name`.
    fn read<'de, A: VariantAccess<'de>>(name: &str, table: A) -> Result<Self, A::Error>;
}

struct Kind<T>(PhantomData<T>);

impl<'de, T: OneOf> Visitor<'de> for Kind<T> {
    type Value = T;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a table of one kind")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<T, A::Error> {
        let (name, table) = access.variant::<String>()?;
        T::read(&name, table)
    }
}

/// Reads one of the kinds; that it is one of them was checked before.
pub(super) fn deserialize<'de, T: OneOf, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_enum("kind", &[], Kind(PhantomData))
}
