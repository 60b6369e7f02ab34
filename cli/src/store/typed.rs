//! Typed results: between structs and HDF5 files, by way of JSON values.
//!
//! An object is a group, an [`Array`] a dataset, and everything else an attribute of the group that it is in: numbers,
//! truth values, texts, and lists of one of them. Absent are null, which is also what serde makes of a number that is
//! not finite, and a list of numbers with null in it. A `/` in the name of a group or an array makes groups within
//! groups, which [`groups`](svsde::array::groups) puts together again.
//!
//! Where a file has an attribute of the name of a dataset or a group, the attribute is not read.

use super::attributes::{dataset, number, numbers, shown, text, texts};
use hdf5::types::{IntSize, TypeDescriptor, VarLenUnicode};
use hdf5::{
    Attribute, Container, Dataset, Error, Group, H5Type, IndexType, IterationOrder, LinkType, Location, LocationToken,
    LocationType, Result,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use svsde::array::{ARRAY, Array, group, typed};

/// Groups within each other that are written and read.
const DEPTH: usize = 8;

/// Writes a struct or a map into the group or file `into`.
///
/// # Errors
/// When a value has no place in a file: a list of lists or of objects, an array with not as many numbers as its shape
/// says, groups nested more than 8 deep; when something of the name is there; when the library or the disk refuses.
pub fn write(value: &Value, into: &Group) -> Result<()> {
    let entries = group(value).ok_or_else(|| Error::from("only a struct or a map is written as a group"))?;
    write_group(entries, into, DEPTH)
}

/// Reads the group or dataset `path` of the group or file `from`; all of `from` for an empty path.
///
/// A number that is an integer suits fields of integers and of floating-point numbers, however it is stored; one that
/// is not finite is null, as is a list with one. Left out are soft and external links, groups that were met before,
/// what is nested more than 8 deep, and what holds neither numbers nor truth values nor UTF-8 texts. Control
/// characters, which a terminal would obey, are replaced.
///
/// # Errors
/// When there is no such thing, when it is not what `T` is, and when the library cannot read it.
pub fn read<T: DeserializeOwned>(from: &Group, path: &str) -> Result<T> {
    let place = format!("./{path}");
    let found = from.loc_info_by_name(&place).map_err(|_| Error::from(format!("{path}: is missing")))?;
    let value = match found.loc_type {
        LocationType::Dataset => read_dataset(&from.dataset(&place)?)?,
        _ => Some(read_group(&from.group(&place)?, &mut vec![found.token], DEPTH)?),
    };
    typed(&value.unwrap_or_default()).map_err(|error| {
        let error = format!("{}{error}", path.trim_matches('/'));
        Error::from(error.trim_start_matches('/'))
    })
}

fn write_group(entries: &Map<String, Value>, into: &Group, depth: usize) -> Result<()> {
    for (name, value) in entries {
        let failed = |error| at(into, name, error);
        match group(value) {
            Some(_) if depth == 0 => return Err(failed(format!("groups are nested more than {DEPTH} deep").into())),
            Some(entries) => {
                // A name with a `/` may have made it.
                let made = into.group(name).or_else(|_| into.create_group(name)).map_err(failed)?;
                write_group(entries, &made, depth - 1)?;
            }
            None if value.is_object() => write_dataset(value, into, name).map_err(failed)?,
            None => write_attribute(value, into, name).map_err(failed)?,
        }
    }
    Ok(())
}

fn write_dataset(value: &Value, into: &Group, name: &str) -> Result<()> {
    let array: Array = typed(value).map_err(Error::from)?;
    dataset(into, name, (&array.data, &array.shape), &array.dims, &array.units, &array.description)?;
    let made = into.dataset(name)?;
    array.labels.iter().try_for_each(|(name, list)| texts(&made, name, list))
}

fn write_attribute(value: &Value, into: &Location, name: &str) -> Result<()> {
    match value {
        Value::Bool(value) => number(into, name, *value),
        Value::String(value) => text(into, name, value),
        Value::Number(value) => match (value.as_i64(), value.as_u64()) {
            (Some(value), _) => number(into, name, value),
            (_, Some(value)) => number(into, name, value),
            _ => number(into, name, value.as_f64().unwrap_or(f64::NAN)),
        },
        Value::Array(list) => write_list(list, into, name),
        Value::Null | Value::Object(_) => Ok(()),
    }
}

fn write_list(list: &[Value], into: &Location, name: &str) -> Result<()> {
    let absent = || list.iter().all(|value| value.is_number() || value.is_null()).then_some(Ok(()));
    all(list, Value::as_str)
        .map(|list| texts(into, name, &list))
        .or_else(|| all(list, Value::as_bool).map(|list| numbers(into, name, &list)))
        .or_else(|| all(list, Value::as_i64).map(|list| numbers(into, name, &list)))
        .or_else(|| all(list, Value::as_u64).map(|list| numbers(into, name, &list)))
        .or_else(|| all(list, Value::as_f64).map(|list| numbers(into, name, &list)))
        .or_else(absent)
        .unwrap_or_else(|| Err("a list must hold only numbers, only truth values or only texts".into()))
}

fn all<'a, T>(list: &'a [Value], of: impl Fn(&'a Value) -> Option<T>) -> Option<Vec<T>> {
    list.iter().map(of).collect()
}

/// `seen` are the groups met so far that more than one link leads to.
fn read_group(from: &Group, seen: &mut Vec<LocationToken>, depth: usize) -> Result<Value> {
    let mut entries = read_attributes(from)?;
    for (name, link) in from.links(IndexType::Name, IterationOrder::Increasing)? {
        if link.link_type != LinkType::Hard || name == ARRAY {
            continue;
        }
        let failed = |error| at(from, &name, error);
        let info = from.loc_info_by_name(&name).map_err(failed)?;
        let value = match info.loc_type {
            LocationType::Dataset => from.dataset(&name).and_then(|dataset| read_dataset(&dataset)).map_err(failed)?,
            LocationType::Group if depth > 0 && !seen.contains(&info.token) => {
                if info.num_links > 1 {
                    seen.push(info.token);
                }
                Some(read_group(&from.group(&name).map_err(failed)?, seen, depth - 1)?)
            }
            _ => None,
        };
        entries.extend(value.map(|value| (shown(&name), value)));
    }
    Ok(Value::Object(entries))
}

fn read_attributes(from: &Location) -> Result<Map<String, Value>> {
    let mut entries = Map::new();
    for name in from.attr_names()?.into_iter().filter(|name| name != ARRAY) {
        let value = from.attr(&name).and_then(|attribute| read_attribute(&attribute));
        entries.extend(value.map_err(|error| at(from, &name, error))?.map(|value| (shown(&name), value)));
    }
    Ok(entries)
}

/// `None` for what no field can hold.
fn read_attribute(from: &Attribute) -> Result<Option<Value>> {
    let Ok(descriptor) = from.dtype()?.to_descriptor() else { return Ok(None) };
    if from.ndim() > 1 || from.space()?.is_null() {
        return Ok(None);
    }
    check_size(from)?;
    let list = match descriptor {
        TypeDescriptor::Float(_) => values(from, real)?,
        TypeDescriptor::Unsigned(IntSize::U8) => values::<u64>(from, Value::from)?,
        TypeDescriptor::Integer(_) | TypeDescriptor::Unsigned(_) => values::<i64>(from, Value::from)?,
        // Not as truth values: a damaged file may hold other numbers than 0 and 1.
        TypeDescriptor::Boolean => values(from, |value: i64| Value::from(value != 0))?,
        TypeDescriptor::VarLenUnicode => {
            values(from, |text: VarLenUnicode| shown(&String::from_utf8_lossy(text.as_bytes())).into())?
        }
        _ => return Ok(None),
    };
    Ok(match from.ndim() {
        0 => list.into_iter().next(),
        _ if list.iter().any(Value::is_null) => Some(Value::Null),
        _ => Some(Value::Array(list)),
    })
}

fn values<T: H5Type>(from: &Attribute, value: fn(T) -> Value) -> Result<Vec<Value>> {
    Ok(from.read_raw()?.into_iter().map(value).collect())
}

/// An integer where it is one that a floating-point number holds exactly.
fn real(value: f64) -> Value {
    let integral = value.fract() == 0.0 && value.abs() < 2f64.powi(53) && (value != 0.0 || value.is_sign_positive());
    if integral { Value::from(value as i64) } else { Value::from(value) }
}

/// `None` when it holds no numbers or truth values.
fn read_dataset(from: &Dataset) -> Result<Option<Value>> {
    use TypeDescriptor::{Boolean, Float, Integer, Unsigned};
    let descriptor = from.dtype()?.to_descriptor();
    if !matches!(descriptor, Ok(Integer(_) | Unsigned(_) | Float(_) | Boolean)) || from.space()?.is_null() {
        return Ok(None);
    }
    check_size(from)?;
    let mut attributes = read_attributes(from)?;
    let mut text = |name| attributes.remove(name).as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
    let (units, description) = (text("units"), text("description"));
    let texts = |(name, list)| Some((name, serde_json::from_value::<Vec<String>>(list).ok()?));
    let mut labels: std::collections::BTreeMap<_, _> = attributes.into_iter().filter_map(texts).collect();
    let dims = labels.remove("dims").unwrap_or_default();
    let array = Array { dims, shape: from.shape(), units, description, labels, data: from.read_raw()? };
    serde_json::to_value(array).map(Some).map_err(|error| Error::from(error.to_string()))
}

/// Refuses what a damaged file says is larger than memory, be it in an axis beside one of length 0.
fn check_size(from: &Container) -> Result<()> {
    let shape = from.shape();
    let count = shape.iter().try_fold(1usize, |product, &length| product.checked_mul(length.max(1)));
    let reserved = Vec::<Value>::new().try_reserve_exact(count.unwrap_or(usize::MAX));
    reserved.map_err(|_| format!("shape {shape:?} does not fit into memory").into())
}

/// The same error, with the path in the file before it.
fn at(place: &Location, name: &str, error: Error) -> Error {
    format!("{}: {error}", format!("{}/{name}", place.name()).trim_start_matches('/')).into()
}
