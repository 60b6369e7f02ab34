//! Files: arrays in (`.npy`, `.csv`, `.h5`), results out (HDF5). The one folder that names the HDF5 library.

mod arrays;
mod attributes;
mod csv;
mod document;
mod h5;
mod npy;
mod reader;
mod result;

pub use arrays::{read_array, read_matrix, read_vector};
pub use document::{Document, Fact};
pub use reader::{Entry, ResultFile};
pub use result::{FORMAT, FORMAT_VERSION, Output};
