package specloom

import (
	"encoding/json"
	"strconv"
)

// Opt is a member that may be absent, null or a value. The zero Opt is absent.
type Opt[T any] struct {
	value T
	state uint8
}

// Some is an Opt with a value.
func Some[T any](value T) Opt[T] { return Opt[T]{value, 2} }

// Null is an Opt that is null.
func Null[T any]() Opt[T] { return Opt[T]{state: 1} }

// Get gives the value, and whether there is one.
func (o Opt[T]) Get() (T, bool) { return o.value, o.state == 2 }

// IsNull says whether the member is null.
func (o Opt[T]) IsNull() bool { return o.state == 1 }

// IsZero says whether the member is absent.
func (o Opt[T]) IsZero() bool { return o.state == 0 }

// held points to the value, if there is one.
func (o *Opt[T]) held() any {
	if o.state == 2 {
		return &o.value
	}
	return nil
}

// Ptr gives a pointer to a value, for optional members.
func Ptr[T any](value T) *T { return &value }

// Extra keeps what the fields of a struct cannot: members this version does not know and, after lenient decoding,
// members whose value did not fit (as they came) or that were missing though required (nil). A field that was set
// since wins over it.
type Extra map[string]json.RawMessage

// --- reading ---------------------------------------------------------------------------------------------

func (x *Extra) put(name string, raw []byte) {
	if *x == nil {
		*x = Extra{}
	}
	(*x)[name] = raw
}

// finish ends a member that was read: what does not fit is kept as it came.
func (c *cursor) finish(x *Extra, name string, start, depth int, seen *bool) {
	if *seen {
		c.again = true
	}
	*seen = true
	if c.misfit && c.err == nil {
		c.misfit, c.at, c.depth = false, start, depth
		x.put(name, c.raw())
	}
}

// member is the name of a member of a record, and whether it must be there.
type member struct {
	name     string
	required bool
}

// missing marks the required members that did not come.
func (c *cursor) missing(x *Extra, seen []bool, members []member) {
	if c.bad() {
		return
	}
	for i := range members {
		if members[i].required && !seen[i] {
			x.put(members[i].name, nil)
		}
	}
}

// tagOf finds the tag of the object at hand without moving; "" where there is none.
func (c *cursor) tagOf(name string) (tag string) {
	if c.bad() || c.peek() != '{' {
		return ""
	}
	before := *c
	first := true
	for c.open('{'); c.more(&first, '}'); {
		if c.key() != name || c.peek() != '"' {
			c.skip()
			continue
		}
		tag = c.str()
		break
	}
	c.at, c.depth, c.misfit, c.err = before.at, before.depth, before.misfit, before.err
	return tag
}

func readList[T any](c *cursor, read func(*cursor) T) []T {
	items := []T{}
	first := true
	for c.open('['); c.more(&first, ']'); {
		items = append(items, read(c))
	}
	if c.bad() {
		return nil
	}
	return items
}

func readMap[T any](c *cursor, read func(*cursor) T) map[string]T {
	members := map[string]T{}
	first := true
	for c.open('{'); c.more(&first, '}'); {
		name := c.key()
		members[name] = read(c)
	}
	if c.bad() {
		return nil
	}
	return members
}

func readPtr[T any](c *cursor, read func(*cursor) T) *T {
	if value := read(c); !c.bad() {
		return &value
	}
	return nil
}

func readNullablePtr[T any](c *cursor, read func(*cursor) T) *T {
	if c.null() {
		return nil
	}
	return readPtr(c, read)
}

func readNullable[T any](c *cursor, read func(*cursor) T) (none T) {
	if c.null() {
		return none
	}
	return read(c)
}

func readOpt[T any](c *cursor, read func(*cursor) T) Opt[T] {
	if c.null() {
		return Null[T]()
	}
	if value := read(c); !c.bad() {
		return Some(value)
	}
	return Opt[T]{}
}

func readRaw(c *cursor) json.RawMessage { return c.raw() }

func readConst[T comparable](c *cursor, read func(*cursor) T, constant T) T {
	value := read(c)
	if value != constant {
		var none T
		c.misfit = c.err == nil
		return none
	}
	return value
}

func listReader[T any](read func(*cursor) T) func(*cursor) []T {
	return func(c *cursor) []T { return readList(c, read) }
}

func mapReader[T any](read func(*cursor) T) func(*cursor) map[string]T {
	return func(c *cursor) map[string]T { return readMap(c, read) }
}

func ptrReader[T any](read func(*cursor) T) func(*cursor) *T {
	return func(c *cursor) *T { return readNullablePtr(c, read) }
}

func nilReader[T any](read func(*cursor) T) func(*cursor) T {
	return func(c *cursor) T { return readNullable(c, read) }
}

func constReader[T comparable](read func(*cursor) T, constant T) func(*cursor) T {
	return func(c *cursor) T { return readConst(c, read, constant) }
}

// from reads a whole document.
func from[T any](data []byte, read func(*cursor) T) (T, error) {
	c := cursor{text: string(data)}
	value := read(&c)
	c.end()
	if c.err != nil {
		var none T
		return none, c.err
	}
	if c.again && !c.misfit { // of members with one name the last counts
		if whole, err := parse(data); err == nil {
			return from(write(nil, whole), read)
		}
	}
	if c.misfit {
		var none T
		return none, &DecodeError{[]Problem{{"", "expected a value of another kind"}}}
	}
	return value, nil
}

// fromStrictly reads a whole document that has to be what its type says.
func fromStrictly[T any](data []byte, s *shape, read func(*cursor) T) (T, error) {
	var none T
	value, err := parse(data)
	if err != nil {
		return none, err
	}
	if found := s.problems(value); len(found) > 0 {
		return none, &DecodeError{found}
	}
	return from(data, read)
}

// --- writing ---------------------------------------------------------------------------------------------

// writer builds JSON text; every value is followed by a comma, which the end of a list or object takes back.
type writer struct{ out []byte }

func (w *writer) done() []byte { return w.out[:len(w.out)-1] }

func (w *writer) end(bracket byte) {
	if last := len(w.out) - 1; w.out[last] == ',' {
		w.out = w.out[:last]
	}
	w.out = append(w.out, bracket, ',')
}

// key writes a name and says whether the field answers for the member rather than the residue.
func (w *writer) key(x Extra, name string, isZero bool) bool {
	if isZero && x != nil {
		if raw, there := x[name]; there {
			if raw != nil {
				w.name(name)
				w.raw(raw)
			}
			return false
		}
	}
	w.name(name)
	return true
}

// optional is key for a member that is not written where its field is zero.
func (w *writer) optional(x Extra, name string, isZero bool) bool {
	if isZero && x[name] == nil {
		return false
	}
	return w.key(x, name, isZero)
}

func (w *writer) name(name string) { w.out = append(quote(w.out, name), ':') }

func (w *writer) str(value string)      { w.out = append(quote(w.out, value), ',') }
func (w *writer) int64(value int64)     { w.out = append(strconv.AppendInt(w.out, value, 10), ',') }
func (w *writer) boolean(value bool)    { w.out = append(strconv.AppendBool(w.out, value), ',') }
func (w *writer) float64(value float64) { w.out = append(append(w.out, formatFloat(value)...), ',') }
func (w *writer) null()                 { w.out = append(w.out, "null,"...) }
func (w *writer) raw(v json.RawMessage) {
	if len(v) == 0 {
		w.null()
		return
	}
	w.out = append(append(w.out, v...), ',')
}

// rest writes the members that no field stands for.
func (w *writer) rest(x Extra, known []member) {
	if len(x) > 0 {
		for _, name := range sorted(x) {
			if x[name] != nil && !isKnown(name, known) {
				w.name(name)
				w.raw(x[name])
			}
		}
	}
	w.end('}')
}

func isKnown(name string, known []member) bool {
	for i := range known {
		if known[i].name == name {
			return true
		}
	}
	return false
}

func writeString[T ~string](w *writer, value T) { w.str(string(value)) }
func writeInt(w *writer, value int64)           { w.int64(value) }
func writeFloat(w *writer, value float64)       { w.float64(value) }
func writeBool(w *writer, value bool)           { w.boolean(value) }
func writeRaw(w *writer, value json.RawMessage) { w.raw(value) }

type writable interface{ writeTo(*writer) }

func writeRecord[T any, P interface {
	*T
	writable
}](w *writer, value T) {
	P(&value).writeTo(w)
}

func writeUnion[T any](w *writer, value T) {
	if known, ok := any(value).(writable); ok {
		known.writeTo(w)
		return
	}
	w.null()
}

func writeList[T any](w *writer, items []T, each func(*writer, T)) {
	w.out = append(w.out, '[')
	for _, item := range items {
		each(w, item)
	}
	w.end(']')
}

func writeMap[T any](w *writer, members map[string]T, each func(*writer, T)) {
	w.out = append(w.out, '{')
	for _, name := range sorted(members) {
		w.name(name)
		each(w, members[name])
	}
	w.end('}')
}

func writeNullList[T any](w *writer, items []T, each func(*writer, T)) {
	if items == nil {
		w.null()
		return
	}
	writeList(w, items, each)
}

func writeNullMap[T any](w *writer, members map[string]T, each func(*writer, T)) {
	if members == nil {
		w.null()
		return
	}
	writeMap(w, members, each)
}

func writePtr[T any](w *writer, value *T, each func(*writer, T)) {
	if value == nil {
		w.null()
		return
	}
	each(w, *value)
}

func writeOpt[T any](w *writer, value Opt[T], each func(*writer, T)) {
	if inner, ok := value.Get(); ok {
		each(w, inner)
		return
	}
	w.null()
}

func listWriter[T any](each func(*writer, T)) func(*writer, []T) {
	return func(w *writer, items []T) { writeList(w, items, each) }
}

func mapWriter[T any](each func(*writer, T)) func(*writer, map[string]T) {
	return func(w *writer, members map[string]T) { writeMap(w, members, each) }
}

func nullListWriter[T any](each func(*writer, T)) func(*writer, []T) {
	return func(w *writer, items []T) { writeNullList(w, items, each) }
}

func nullMapWriter[T any](each func(*writer, T)) func(*writer, map[string]T) {
	return func(w *writer, members map[string]T) { writeNullMap(w, members, each) }
}

func ptrWriter[T any](each func(*writer, T)) func(*writer, *T) {
	return func(w *writer, value *T) { writePtr(w, value, each) }
}

// problemsOf lists what is wrong with a value of a type.
func problemsOf(value writable, s *shape) []Problem {
	var w writer
	value.writeTo(&w)
	whole, err := parse(w.done())
	if err != nil {
		return []Problem{{"", err.Error()}}
	}
	return s.problems(whole)
}

// checked is a document that has to be what the spec allows to send.
func checked(data []byte, s *shape) ([]byte, error) {
	value, err := parse(data)
	if err != nil {
		return nil, err
	}
	if found := s.problems(value); len(found) > 0 {
		return nil, &EncodeError{found}
	}
	return data, nil
}
