//! Registries. A kind of a thing is one file, and one line of one of the two macros here.

/// The kinds of a table of parameters: `"name": file::Type` for each, where `Type` has a constant `SUMMARY`, implements the
/// trait and serialises its fields.
///
/// It declares the files as modules, an enum with a variant for each type (serialised as the table of that name), `name()`, the
/// list `KINDS` of names and summaries, `From` each type, a conversion to a shared trait object, and dereferences to it.
/// `with examples` collects the `examples()` of every type, for lists and for tests that run over all kinds.
macro_rules! kinds {
    ($(#[$about:meta])* pub enum $Table:ident: $Trait:ident with examples { $($name:literal: $file:ident::$Kind:ident),+ $(,)? }) => {
        $crate::kinds::kinds! { $(#[$about])* pub enum $Table: $Trait { $($name: $file::$Kind),+ } }

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

        $(impl From<$Kind> for $Table {
            fn from(kind: $Kind) -> Self {
                Self::$Kind(kind)
            }
        })+
    };
}

/// Things without parameters: `file::VALUE` for each, a unit struct or a constant that implements the trait.
///
/// It declares the files as modules and the list of all things as trait objects.
macro_rules! registry {
    ($(#[$about:meta])* pub static $LIST:ident: [dyn $Trait:ident] = [$($file:ident::$Thing:ident),+ $(,)?];) => {
        $(mod $file;)+

        $(#[$about])*
        pub static $LIST: &[&dyn $Trait] = &[$(&$file::$Thing),+];
    };
}

pub(crate) use {kinds, registry};
