package specloom

import "encoding/json"

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
