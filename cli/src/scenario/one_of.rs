//! A table of which exactly one kind is given, where several registries list the kinds.

/// An enum of several enums that `svsde::kinds!` declares, read and written as one externally tagged table: `[section.kind]`.
///
/// It has `kinds()`, names and summaries of all, and `name()`.
macro_rules! one_of {
    ($(#[$about:meta])* pub enum $Table:ident { $($(#[$doc:meta])* $Variant:ident($Kinds:ty)),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize)]
        #[serde(untagged)]
        pub enum $Table {
            $($(#[$doc])* $Variant($Kinds),)+
        }

        impl $Table {
            /// Name and summary of every kind.
            pub fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
                [$(<$Kinds>::KINDS),+].into_iter().flatten().copied()
            }

            /// The name of the kind.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$Variant(kind) => kind.name(),)+
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $Table {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                static NAMES: std::sync::LazyLock<Vec<&'static str>> =
                    std::sync::LazyLock::new(|| $Table::kinds().map(|kind| kind.0).collect());

                struct Kind;

                impl<'de> serde::de::Visitor<'de> for Kind {
                    type Value = $Table;

                    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                        f.write_str("a table of one kind")
                    }

                    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, access: A) -> std::result::Result<$Table, A::Error> {
                        let (name, table) = access.variant::<String>()?;
                        $(if <$Kinds>::KINDS.iter().any(|kind| kind.0 == name) {
                            return <$Kinds>::deserialize_kind(&name, table).map($Table::$Variant);
                        })+
                        Err(serde::de::Error::unknown_variant(&name, NAMES.as_slice()))
                    }
                }

                deserializer.deserialize_enum(stringify!($Table), NAMES.as_slice(), Kind)
            }
        }

        $(impl From<$Kinds> for $Table {
            fn from(kind: $Kinds) -> Self {
                Self::$Variant(kind)
            }
        })+
    };
}

pub(crate) use one_of;
