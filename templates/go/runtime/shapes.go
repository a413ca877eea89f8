package specloom

import "regexp"

type kind uint8

const (
	anyKind kind = iota
	stringKind
	integerKind
	numberKind
	booleanKind
	constKind
	listKind
	mapKind
	recordKind
	choiceKind
	taggedKind // a union told by a tag
	eitherKind // a union told by JSON kind
)

// shape says what a type is on the wire. The generated tables hold one for every declaration.
type shape struct {
	kind     kind
	nullable bool
	value    any    // constKind
	inner    *shape // listKind, mapKind
	limits   *limits
	fields   []field // recordKind
	places   map[string]int
	open     bool
	asks     []requiredIf
	oneOf    [][]string
	options  []string // choiceKind
	tag      string   // taggedKind
	variants []variant
}

type field struct {
	name     string
	shape    *shape
	required bool
}

type requiredIf struct {
	field, when string
	equals      any
}

type variant struct {
	tag   string
	shape *shape
}

// limits bound numbers by value, texts and lists and maps by length. Numbers that are "" bound nothing.
type limits struct {
	least, most, above, below, multiple number
	shortest, longest                   int // -1: no bound
	pattern                             *regexp.Regexp
	longestKey                          int // -1: no bound
	keyPattern                          *regexp.Regexp
}

func (s *shape) field(name string) *field {
	if s.places == nil {
		for i := range s.fields {
			if s.fields[i].name == name {
				return &s.fields[i]
			}
		}
		return nil
	}
	if place, ok := s.places[name]; ok {
		return &s.fields[place]
	}
	return nil
}

// Shapes without limits, which many types share.
var (
	anyShape     = &shape{}
	stringShape  = &shape{kind: stringKind}
	integerShape = &shape{kind: integerKind}
	numberShape  = &shape{kind: numberKind}
	booleanShape = &shape{kind: booleanKind}
)

// orNull is the shape of the same values and null.
func orNull(s *shape) *shape {
	with := *s
	with.nullable = true
	return &with
}

// takesNull says whether null is among the values of a type.
func (s *shape) takesNull() bool { return s.nullable || s.kind == anyKind }

// fits says whether a value that is not null is of the kind a type declares; it is not looked into.
func (s *shape) fits(value any) bool {
	switch s.kind {
	case stringKind:
		return isText(value)
	case integerKind:
		n, ok := value.(number)
		return ok && n.isInteger()
	case numberKind:
		_, ok := value.(number)
		return ok
	case booleanKind:
		_, ok := value.(bool)
		return ok
	case constKind:
		return equal(plain(value), s.value)
	case listKind:
		return isList(value)
	case mapKind, recordKind, taggedKind:
		return isObject(value)
	case choiceKind:
		return isText(value) && (s.open || s.offers(plain(value)))
	case eitherKind:
		for _, one := range s.variants {
			if one.shape.fits(value) {
				return true
			}
		}
		return false
	}
	return true
}

func (s *shape) offers(value any) bool {
	for _, option := range s.options {
		if option == value {
			return true
		}
	}
	return false
}

// variantOf gives the shape that a tag stands for.
func (s *shape) variantOf(tag string) *shape {
	for i := range s.variants {
		if s.variants[i].tag == tag {
			return s.variants[i].shape
		}
	}
	return nil
}

// neutral is the value that stands for "nothing yet", if there is one.
func (s *shape) neutral(inside ...*shape) (any, bool) {
	if s.nullable {
		return nil, true
	}
	switch s.kind {
	case stringKind:
		return "", true
	case constKind:
		return s.value, true
	case listKind:
		return []any{}, true
	case mapKind:
		return object{}, true
	case recordKind:
		for _, one := range inside {
			if one == s {
				return nil, false
			}
		}
		members := object{}
		for _, f := range s.fields {
			if f.required {
				value, ok := f.shape.neutral(append(inside, s)...)
				if !ok {
					return nil, false
				}
				members[f.name] = value
			}
		}
		return members, true
	}
	return nil, false
}

// complete adds the required members that have a neutral value.
func (s *shape) complete(members object) object {
	for _, f := range s.fields {
		if _, there := members[f.name]; there || !f.required {
			continue
		}
		if value, ok := f.shape.neutral(); ok {
			members[f.name] = value
		}
	}
	return members
}

// index makes fields of large records quick to find.
func (s *shape) index() {
	if len(s.fields) > 8 {
		s.places = map[string]int{}
		for i := range s.fields {
			s.places[s.fields[i].name] = i
		}
	}
}

// pattern reads a regular expression of the spec.
func pattern(text string) *regexp.Regexp { return regexp.MustCompile(text) }
