//! Files: arrays in (`.npy`, `.csv`, `.h5`), results out (HDF5). The one folder that names the HDF5 library.

mod arrays;
mod csv;
mod h5;
mod npy;
mod reader;
mod result;

pub use arrays::{read_array, read_matrix, read_vector};
pub use reader::{Entry, ResultFile};
pub use result::{FORMAT, FORMAT_VERSION, Output};
