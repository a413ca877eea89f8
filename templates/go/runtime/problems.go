package specloom

import (
	"fmt"
	"strconv"
	"strings"
)

// Problem says where a document is not what its type says: a JSON pointer, and why.
type Problem struct {
	Pointer string
	Reason  string
}

func (p Problem) String() string {
	if p.Pointer == "" {
		return "the document: " + p.Reason
	}
	return p.Pointer + ": " + p.Reason
}

// DecodeError lists everything that is wrong with a document.
type DecodeError struct{ Problems []Problem }

func (e *DecodeError) Error() string { return "cannot decode: " + list(e.Problems) }

// EncodeError lists everything that the spec forbids to send.
type EncodeError struct{ Problems []Problem }

func (e *EncodeError) Error() string { return "cannot encode: " + list(e.Problems) }

func list(problems []Problem) string {
	lines := make([]string, len(problems))
	for i, problem := range problems {
		lines[i] = problem.String()
	}
	return strings.Join(lines, "; ")
}

// place is a step on the way to a value: the name of a member, or a position in a list.
type place struct {
	above *place
	name  string
	index int    // -1: a member
	shown string // the step in the snapshot, if another
	entry bool   // a list entry lies around it

	position int // in the list of the snapshot, for an entry
}

func (p *place) member(name string) *place {
	return &place{above: p, name: name, index: -1, shown: name, entry: p != nil && p.entry}
}

func (p *place) item(index int) *place {
	return &place{above: p, index: index, entry: p != nil && p.entry}
}

var escapePointer = strings.NewReplacer("~", "~0", "/", "~1")

// pointer spells the way as a JSON pointer.
func (p *place) pointer() string {
	switch {
	case p == nil:
		return ""
	case p.index >= 0:
		return p.above.pointer() + "/" + strconv.Itoa(p.index)
	}
	return p.above.pointer() + "/" + escapePointer.Replace(p.name)
}

// inSnapshot spells the way as a JSON pointer into the snapshot, entries of lists by their keys.
func (p *place) inSnapshot() string {
	if p == nil {
		return ""
	}
	return p.above.inSnapshot() + "/" + escapePointer.Replace(p.shown)
}

// problems lists what is wrong with a value of a type.
func (s *shape) problems(value any) []Problem {
	var found finder
	found.look(s, value, nil)
	return found
}

type finder []Problem

func (f *finder) say(at *place, reason string) {
	*f = append(*f, Problem{at.pointer(), reason})
}

func (f *finder) look(s *shape, value any, at *place) {
	if value == nil && s.takesNull() {
		return
	}
	if !s.fits(value) || value == nil {
		f.say(at, "expected "+s.describe())
		return
	}
	f.measure(s, value, at)
	switch s.kind {
	case listKind:
		for i, item := range value.([]any) {
			f.look(s.inner, item, at.item(i))
		}
	case mapKind:
		members := value.(object)
		for _, name := range sorted(members) {
			here := at.member(name)
			if l := s.limits; l != nil && (l.longestKey >= 0 && count(name) > l.longestKey ||
				l.keyPattern != nil && !l.keyPattern.MatchString(name)) {
				f.say(here, "this name is not allowed")
			} else {
				f.look(s.inner, members[name], here)
			}
		}
	case recordKind:
		f.record(s, value.(object), at)
	case taggedKind:
		f.tagged(s, value.(object), at)
	case eitherKind:
		for i := range s.variants {
			if s.variants[i].shape.fits(value) {
				f.look(s.variants[i].shape, value, at)
				return
			}
		}
	}
}

func (f *finder) record(s *shape, members object, at *place) {
	for i := range s.fields {
		field := &s.fields[i]
		if value, there := members[field.name]; there {
			f.look(field.shape, value, at.member(field.name))
		} else if field.required {
			f.say(at.member(field.name), "missing")
		}
	}
	if !s.open {
		for _, name := range sorted(members) {
			if s.field(name) == nil {
				f.say(at.member(name), "not allowed here")
			}
		}
	}
	for _, ask := range s.asks {
		when, told := members[ask.when]
		if _, there := members[ask.field]; !there && told && equal(when, ask.equals) {
			f.say(at.member(ask.field), "missing: the value of "+strconv.Quote(ask.when)+" asks for it")
		}
	}
	for _, names := range s.oneOf {
		there := 0
		for _, name := range names {
			if _, ok := members[name]; ok {
				there++
			}
		}
		if there != 1 {
			f.say(at, fmt.Sprintf("expected exactly one of %q", names))
		}
	}
}

func (f *finder) tagged(s *shape, members object, at *place) {
	value, there := members[s.tag]
	tag, ok := value.(string)
	if !there || !ok {
		f.say(at.member(s.tag), "expected a string that names the variant")
		return
	}
	if known := s.variantOf(tag); known != nil {
		f.look(known, members, at)
	} else if !s.open {
		f.say(at.member(s.tag), "unknown variant "+strconv.Quote(tag))
	}
}

// measure checks the limits of a value of the right kind.
func (f *finder) measure(s *shape, value any, at *place) {
	l := s.limits
	if l == nil {
		return
	}
	length := -1
	switch value := value.(type) {
	case string:
		length = count(value)
		if l.pattern != nil && !l.pattern.MatchString(value) {
			f.say(at, "expected text that matches "+l.pattern.String())
			return
		}
	case []any:
		length = len(value)
	case object:
		length = len(value)
	case number:
		if !l.holds(value) {
			f.say(at, "out of bounds")
		}
		return
	}
	if length >= 0 && (l.shortest >= 0 && length < l.shortest || l.longest >= 0 && length > l.longest) {
		f.say(at, "too short or too long")
	}
}

func (l *limits) holds(value number) bool {
	if l.least != "" && value.compare(l.least) < 0 || l.most != "" && value.compare(l.most) > 0 ||
		l.above != "" && value.compare(l.above) <= 0 || l.below != "" && value.compare(l.below) >= 0 {
		return false
	}
	if l.multiple != "" {
		one, unit := value.rational(), l.multiple.rational()
		return one == nil || unit == nil || unit.Sign() == 0 || one.Quo(one, unit).IsInt()
	}
	return true
}

func (s *shape) describe() string {
	switch s.kind {
	case stringKind:
		return "a string"
	case integerKind:
		return "an integer"
	case numberKind:
		return "a number"
	case booleanKind:
		return "true or false"
	case constKind:
		return string(write(nil, s.value))
	case listKind:
		return "a list"
	case choiceKind:
		if s.open {
			return "a string"
		}
		return "one of " + strings.Join(s.options, ", ")
	case eitherKind:
		return "a value of another kind"
	}
	return "an object"
}
