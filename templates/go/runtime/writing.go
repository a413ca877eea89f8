package specloom

import (
	"encoding/json"
	"strconv"
)

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
