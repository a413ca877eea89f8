package specloom

import (
	"errors"
	"math/big"
	"sort"
	"strconv"
	"strings"
)

// A JSON value of unknown type is nil, a bool, a string, a number, a []any or an object.

type object = map[string]any

// number is a number as it was written.
type number string

// parse reads JSON text as a value; of members with one name the last counts.
func parse(data []byte) (any, error) {
	c := cursor{text: string(data)}
	value := c.value()
	c.end()
	return value, c.err
}

func (c *cursor) value() any {
	switch next := c.peek(); {
	case next == '"':
		return c.str()
	case next == '{':
		members := object{}
		first := true
		for c.open('{'); c.more(&first, '}'); {
			name := c.key()
			members[name] = c.value()
		}
		return members
	case next == '[':
		items := []any{}
		first := true
		for c.open('['); c.more(&first, ']'); {
			items = append(items, c.value())
		}
		return items
	case next == 't' || next == 'f':
		value := c.boolean()
		if c.misfit {
			c.syntax("expected a value")
		}
		return value
	case next == 'n' && c.null():
		return nil
	case next == '-' || next-'0' <= 9 && next != 0:
		return number(c.number())
	}
	c.syntax("expected a value")
	return nil
}

// write appends a value as JSON text, members by name.
func write(out []byte, value any) []byte {
	switch value := value.(type) {
	case nil:
		return append(out, "null"...)
	case bool:
		return strconv.AppendBool(out, value)
	case string:
		return quote(out, value)
	case number:
		return append(out, value...)
	case []any:
		out = append(out, '[')
		for i, item := range value {
			if i > 0 {
				out = append(out, ',')
			}
			out = write(out, item)
		}
		return append(out, ']')
	case object:
		out = append(out, '{')
		for i, name := range sorted(value) {
			if i > 0 {
				out = append(out, ',')
			}
			out = append(quote(out, name), ':')
			out = write(out, value[name])
		}
		return append(out, '}')
	}
	return out
}

const hexDigits = "0123456789abcdef"

// quote appends a JSON string.
func quote(out []byte, text string) []byte {
	out = append(out, '"')
	start := 0
	for i := plainly(text); i < len(text); i++ {
		b := text[i]
		if b >= ' ' && b != '"' && b != '\\' && b != 0xED {
			continue
		}
		half := halfAt(text, i)
		if b == 0xED && half == 0 {
			continue
		}
		out = append(out, text[start:i]...)
		switch {
		case half != 0:
			out = append(out, '\\', 'u', 'd', hexDigits[half>>8&15], hexDigits[half>>4&15], hexDigits[half&15])
			i += 2
		case b < ' ':
			out = append(out, '\\', 'u', '0', '0', hexDigits[b>>4], hexDigits[b&15])
		default:
			out = append(out, '\\', b)
		}
		start = i + 1
	}
	return append(append(out, text[start:]...), '"')
}

func sorted[V any](members map[string]V) []string {
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// equal is JSON equality: member order free, list order not, numbers by value.
func equal(left, right any) bool {
	switch left := left.(type) {
	case number:
		other, ok := right.(number)
		return ok && (left == other || left.plain() == other.plain())
	case []any:
		other, ok := right.([]any)
		if !ok || len(left) != len(other) {
			return false
		}
		for i := range left {
			if !equal(left[i], other[i]) {
				return false
			}
		}
		return true
	case object:
		other, ok := right.(object)
		if !ok || len(left) != len(other) {
			return false
		}
		for name, part := range left {
			if with, there := other[name]; !there || !equal(part, with) {
				return false
			}
		}
		return true
	}
	switch right.(type) {
	case []any, object:
		return false
	}
	return left == right
}

// decimal is a number as digits times a power of ten, without zeros at either end.
type decimal struct {
	negative bool
	digits   string
	power    string
}

func (n number) split() (negative bool, digits string, power *big.Int) {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(string(n)), "e")
	mantissa, negative = strings.CutPrefix(mantissa, "-")
	power = new(big.Int)
	if exponent != "" {
		power.SetString(strings.TrimPrefix(exponent, "+"), 10)
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	power.Sub(power, big.NewInt(int64(len(fraction))))
	digits = strings.TrimLeft(whole+fraction, "0")
	trimmed := strings.TrimRight(digits, "0")
	power.Add(power, big.NewInt(int64(len(digits)-len(trimmed))))
	return negative, trimmed, power
}

func (n number) plain() decimal {
	negative, digits, power := n.split()
	if digits == "" {
		return decimal{}
	}
	return decimal{negative, digits, power.String()}
}

func (n number) isInteger() bool {
	_, digits, power := n.split()
	return digits == "" || power.Sign() >= 0
}

var errRange = errors.New("no 64-bit integer")

func (n number) int64() (int64, error) {
	if value, err := strconv.ParseInt(string(n), 10, 64); err == nil {
		return value, nil
	}
	negative, digits, power := n.split()
	if digits == "" {
		return 0, nil
	}
	if power.Sign() < 0 || power.Cmp(big.NewInt(20)) > 0 {
		return 0, errRange
	}
	digits += strings.Repeat("0", int(power.Int64()))
	if negative {
		digits = "-" + digits
	}
	return strconv.ParseInt(digits, 10, 64)
}

// rational is the exact value of a number, or nil where its exponent is beyond reason.
func (n number) rational() *big.Rat {
	_, digits, power := n.split()
	if digits == "" {
		return new(big.Rat)
	}
	if !power.IsInt64() || power.Int64() > 4096 || power.Int64() < -4096 {
		return nil
	}
	value, _ := new(big.Rat).SetString(string(n))
	return value
}

// compare orders two numbers.
func (n number) compare(other number) int {
	left, right := n.rational(), other.rational()
	if left != nil && right != nil {
		return left.Cmp(right)
	}
	one, _ := strconv.ParseFloat(string(n), 64)
	two, _ := strconv.ParseFloat(string(other), 64)
	switch {
	case one < two:
		return -1
	case one > two:
		return 1
	}
	return 0
}

// plus adds two numbers, or takes one from the other: integers exactly, others as floating point does.
func (n number) plus(other number, minus bool) number {
	left, right := n.rational(), other.rational()
	if n.isInteger() && other.isInteger() && left != nil && right != nil {
		if minus {
			return number(new(big.Int).Sub(left.Num(), right.Num()).String())
		}
		return number(new(big.Int).Add(left.Num(), right.Num()).String())
	}
	one, _ := strconv.ParseFloat(string(n), 64)
	two, _ := strconv.ParseFloat(string(other), 64)
	if minus {
		two = -two
	}
	return number(formatFloat(one + two))
}

func formatFloat(value float64) string {
	text := strconv.FormatFloat(value, 'g', -1, 64)
	if strings.ContainsAny(text, "IN") { // no number of JSON
		return "null"
	}
	return text
}
