//! Files: arrays in (`.npy`, `.npz`, `.csv`, `.safetensors`, `.h5`), results out (HDF5). The one folder that names the HDF5 library.

mod arrays;
mod attributes;
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

pub use arrays::{no_values, read_array, read_matrix, read_vector};
pub use h5::no_dataset;
pub use reader::{Entry, ResultFile, is_result};
pub use result::{About, Content, Output};
pub use stored::Stored;
