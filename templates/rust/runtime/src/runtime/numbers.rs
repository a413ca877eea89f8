//! Numbers by value: `1.0` is the integer 1, whatever the reader made of it.

use serde_json::{Map, Number, Value};

/// A number that the spec names.
#[derive(Clone, Copy, Debug)]
pub enum Bound {
    Whole(i128),
    Real(f64),
}

/// The largest key of an entry: every language can count so far.
const LARGEST_KEY: i128 = (1 << 53) - 1;

/// The number as an integer, if it has no fraction.
pub(crate) fn whole(number: &Number) -> Option<i128> {
    if let Some(value) = number.as_i64() {
        return Some(value.into());
    }
    if let Some(value) = number.as_u64() {
        return Some(value.into());
    }
    let value = number.as_f64()?;
    (value.fract() == 0.0 && value.abs() < 1e38).then_some(value as i128)
}

/// Whether a number has no fraction, however large it is.
pub(crate) fn is_integer(number: &Number) -> bool {
    whole(number).is_some() || number.as_f64().is_some_and(|value| value.fract() == 0.0)
}

/// The number as the key of an entry, if it can be one.
pub(crate) fn as_key(number: &Number) -> Option<u64> {
    let key = whole(number).filter(|key| (0..=LARGEST_KEY).contains(key))?;
    u64::try_from(key).ok()
}

fn same(left: &Number, right: &Number) -> bool {
    match (whole(left), whole(right)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => left.as_f64() == right.as_f64(),
        _ => false,
    }
}

/// JSON equality: member order free, list order not, numbers by value.
pub(crate) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(one), Value::Number(other)) => same(one, other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => equal_objects(one, other),
        _ => left == right,
    }
}

fn equal_objects(one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .all(|(name, part)| other.get(name).is_some_and(|with| equal(part, with)))
}

/// How a number lies to a bound.
pub(crate) fn compare(number: &Number, bound: Bound) -> Option<std::cmp::Ordering> {
    match (whole(number), bound) {
        (Some(value), Bound::Whole(limit)) => Some(value.cmp(&limit)),
        (_, Bound::Whole(limit)) => number.as_f64()?.partial_cmp(&(limit as f64)),
        (_, Bound::Real(limit)) => number.as_f64()?.partial_cmp(&limit),
    }
}

/// Whether a number is a multiple of a unit, both taken as the decimals that they are written as.
pub(crate) fn is_multiple(number: &Number, unit: Bound) -> bool {
    let (Some(value), Some(step)) = (number.as_f64(), real(unit)) else {
        return true;
    };
    let exact = || {
        let (digits, power) = match whole(number) {
            Some(value) => (value, 0),
            None => decimal(value)?,
        };
        let (unit_digits, unit_power) = match unit {
            Bound::Whole(value) => (value, 0),
            Bound::Real(value) => decimal(value)?,
        };
        let lowest = power.min(unit_power);
        let scaled = scale(digits, power - lowest)?;
        scaled.checked_rem(scale(unit_digits, unit_power - lowest)?)
    };
    match exact() {
        Some(rest) => rest == 0,
        None => (value / step).fract() == 0.0,
    }
}

fn real(bound: Bound) -> Option<f64> {
    match bound {
        Bound::Whole(value) => Some(value as f64),
        Bound::Real(value) => Some(value),
    }
    .filter(|value| *value != 0.0)
}

/// The digits of a number and the power of ten that they are times.
fn decimal(value: f64) -> Option<(i128, i32)> {
    let text = format!("{value:e}");
    let (mantissa, power) = text.split_once('e')?;
    let (head, tail) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{head}{tail}").parse().ok()?;
    let power: i32 = power.parse().ok()?;
    Some((digits, power - i32::try_from(tail.len()).ok()?))
}

fn scale(digits: i128, power: i32) -> Option<i128> {
    digits.checked_mul(10_i128.checked_pow(u32::try_from(power).ok()?)?)
}

/// One number and another: integers exactly, as long as they can be held, others as floating point adds.
pub(crate) fn plus(left: &Number, right: &Number) -> Value {
    let sum = whole(left)
        .zip(whole(right))
        .and_then(|(one, other)| one.checked_add(other));
    from_sum(
        sum,
        left.as_f64()
            .zip(right.as_f64())
            .map(|(one, other)| one + other),
    )
}

/// One number less another.
pub(crate) fn minus(left: &Number, right: &Number) -> Value {
    let rest = whole(left)
        .zip(whole(right))
        .and_then(|(one, other)| one.checked_sub(other));
    from_sum(
        rest,
        left.as_f64()
            .zip(right.as_f64())
            .map(|(one, other)| one - other),
    )
}

fn from_sum(exact: Option<i128>, near: Option<f64>) -> Value {
    if let Some(value) = exact {
        if let Ok(value) = i64::try_from(value) {
            return value.into();
        }
        if let Ok(value) = u64::try_from(value) {
            return value.into();
        }
    }
    near.map_or(Value::Null, Value::from)
}
