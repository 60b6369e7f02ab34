//! Files: arrays in (`.npy`, `.npz`, `.csv`, `.safetensors`, `.h5`), results out (HDF5). The one folder that names the HDF5 library.

mod arrays;
mod attributes;
mod content;
mod csv;
mod h5;
mod npy;
mod npz;
mod number;
mod reader;
mod result;
mod safetensors;
mod stored;
mod typed;

pub use arrays::{read_array, read_matrix, read_vector};
pub use content::{About, Content};
pub use reader::{Entry, ResultFile, is_result};
pub use result::{FORMAT, FORMAT_VERSION, Output};
pub use stored::Stored;
