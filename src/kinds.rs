//! Registries. A kind of a thing is one file, and one line of one of the two macros here.

/// The kinds of a table of parameters: `"name": file::Type` for each, where `Type` has a constant `SUMMARY`, implements the
/// trait and serialises its fields.
///
/// It declares the files as modules, an enum with a variant for each type (serialised as the table of that name), `name()`, the
/// list `KINDS` of names and summaries, `deserialize_kind()`, `From` each type, a conversion to a shared trait object, and
/// dereferences to it. `with examples` collects the `examples()` of every type, for lists and for tests that run over all kinds.
#[macro_export]
#[doc(hidden)]
macro_rules! kinds {
    ($(#[$about:meta])* pub enum $Table:ident: $Trait:ident with examples { $($name:literal: $file:ident::$Kind:ident),+ $(,)? }) => {
        $crate::kinds! { $(#[$about])* pub enum $Table: $Trait { $($name: $file::$Kind),+ } }

        impl $Table {
            /// Parameters of every kind, for lists and tests that run over all kinds.
            pub fn examples() -> Vec<Self> {
                let mut examples = Vec::new();
                $(examples.extend($Kind::examples().into_iter().map(Self::$Kind));)+
                examples
            }
        }
    };
    ($(#[$about:meta])* pub enum $Table:ident: $Trait:ident { $($name:literal: $file:ident::$Kind:ident),+ $(,)? }) => {
        $(mod $file;)+
        $(pub use $file::$Kind;)+

        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        pub enum $Table {
            $(#[doc = concat!("`", $name, "`: [`", stringify!($Kind), "`].")] #[serde(rename = $name)] $Kind($Kind),)+
        }

        impl $Table {
            /// Name and summary of every kind.
            pub const KINDS: &'static [(&'static str, &'static str)] = &[$(($name, $Kind::SUMMARY)),+];

            /// The name of the kind.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$Kind(_) => $name,)+
                }
            }

            /// Reads the table of the kind `name`, for enums that unite several lists of kinds.
            ///
            /// # Errors
            /// When no kind has that name, or the table does not fit.
            pub fn deserialize_kind<'de, A: serde::de::VariantAccess<'de>>(name: &str, table: A) -> std::result::Result<Self, A::Error> {
                match name {
                    $($name => table.newtype_variant().map(Self::$Kind),)+
                    _ => Err(serde::de::Error::unknown_variant(name, &[$($name),+])),
                }
            }
        }

        impl std::ops::Deref for $Table {
            type Target = dyn $Trait;

            fn deref(&self) -> &Self::Target {
                match self {
                    $(Self::$Kind(kind) => kind,)+
                }
            }
        }

        impl From<$Table> for std::sync::Arc<dyn $Trait> {
            fn from(table: $Table) -> Self {
                match table {
                    $($Table::$Kind(kind) => std::sync::Arc::new(kind),)+
                }
            }
        }

        impl std::ops::DerefMut for $Table {
            fn deref_mut(&mut self) -> &mut Self::Target {
                match self {
                    $(Self::$Kind(kind) => kind,)+
                }
            }
        }

        $(impl From<$Kind> for $Table {
            fn from(kind: $Kind) -> Self {
                Self::$Kind(kind)
            }
        })+
    };
}

/// Things without parameters: `file::VALUE` for each, or `file::{VALUE, …}` throughout, a unit struct or a constant of the type,
/// which may be a trait object.
///
/// It declares the files as modules and the list of all things.
#[macro_export]
#[doc(hidden)]
macro_rules! registry {
    ($(#[$about:meta])* pub static $LIST:ident: [$Type:ty] = [$($file:ident::{$($Thing:ident),+}),+ $(,)?];) => {
        $(mod $file;)+

        $(#[$about])*
        pub static $LIST: &[&$Type] = &[$($(&$file::$Thing),+),+];
    };
    ($(#[$about:meta])* pub static $LIST:ident: [$Type:ty] = [$($file:ident::$Thing:ident),+ $(,)?];) => {
        $crate::registry! { $(#[$about])* pub static $LIST: [$Type] = [$($file::{$Thing}),+]; }
    };
}

pub(crate) use {kinds, registry};
