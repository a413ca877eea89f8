package specloom

import (
	"math/rand/v2"
	"slices"
)

// Values drawn at random from the tables of shapes and rules: mostly sound, now and then strange.

// drawing draws them. Its lot and a key tell mostly which variant comes, so that what belongs together does.
type drawing struct {
	*rand.Rand
	lot int
}

func newDrawing(seed uint64) drawing {
	return drawing{rand.New(rand.NewPCG(seed, 1)), int(seed)}
}

func (d drawing) rarely() bool { return d.IntN(50) == 0 }

func pick[T any](d drawing, among ...T) T { return among[d.IntN(len(among))] }

// text is a piece of text: halves of a surrogate pair are among them.
func (d drawing) text() string {
	return pick(d, "a", "b", "word ", "\u00e9", "\U0001F600", "\n\"\\", "", "\xed\xa0\xbd", "\xed\xb8\x80")
}

func (d drawing) strange() any {
	return pick[any](d, nil, true, number("7"), number("0.5"), "strange", []any{}, []any{number("1")}, object{}, object{"x": "y"})
}

// value is one of a type; depth bounds how far it goes in.
func (d drawing) value(s *shape, depth int) any {
	if d.rarely() {
		return d.strange()
	}
	if s.nullable && d.IntN(4) == 0 {
		return nil
	}
	switch s.kind {
	case stringKind:
		return d.text()
	case integerKind, numberKind:
		return number(formatInt(int64(d.IntN(4))))
	case booleanKind:
		return d.IntN(2) == 0
	case constKind:
		return s.value
	case choiceKind:
		return pick(d, s.options...)
	case listKind:
		items := []any{}
		for range min(d.IntN(3), depth) {
			items = append(items, d.value(s.inner, depth-1))
		}
		return items
	case mapKind:
		return object{pick(d, "k", "l"): d.value(s.inner, depth-1)}
	case recordKind:
		members := object{}
		for i := range s.fields {
			if f := &s.fields[i]; f.required || depth > 0 && d.IntN(3) == 0 {
				members[f.name] = d.value(f.shape, depth-1)
			}
		}
		return members
	case taggedKind, eitherKind:
		return d.value(pick(d, s.variants...).shape, depth)
	}
	return d.strange()
}

// delta is one that acts by the rules; keys name the key of the entry that it is. A quiet one has no more in it than
// leads to one text, or to nothing.
func (d drawing) delta(rules *recordRules, keys []string, quiet bool) object {
	said := object{}
	only := -1
	if found := leading(rules); len(found) > 0 {
		only = pick(d, found...)
	}
	for i := range rules.members {
		m := &rules.members[i]
		isKey := contains(keys, m.member)
		if isKey || m.required || i == only || !quiet && d.IntN(3) == 0 {
			said[m.member] = d.member(m, isKey, quiet)
		}
	}
	if !quiet && d.rarely() {
		said[pick(d, "undeclared", "other")] = d.strange()
	}
	return said
}

// leading lists the members of a delta that lead to texts.
func leading(rules *recordRules, above ...*recordRules) []int {
	var found []int
	for i := range rules.members {
		m := &rules.members[i]
		inside := []*recordRules{}
		if m.record != nil {
			inside = append(inside, m.record)
		}
		if m.union != nil {
			for _, tag := range m.union.tags {
				inside = append(inside, m.union.variants[tag])
			}
		}
		leads := m.rule == appendRule && m.mine.kind == stringKind
		for _, one := range inside {
			leads = leads || !slices.Contains(above, one) && len(leading(one, append(above, rules)...)) > 0
		}
		if leads {
			found = append(found, i)
		}
	}
	return found
}

func (d drawing) member(m *memberRule, isKey, quiet bool) any {
	switch {
	case !quiet && d.rarely():
		return d.strange()
	case isKey && m.mine.kind == stringKind:
		return pick(d, "", "one", "two")
	case isKey:
		return number(pick(d, "0", "0", "1", "1.0", "2"))
	case m.rule == onceRule && m.mine.kind == stringKind:
		return pick(d, "", "same", "same", "same", "other")
	case m.rule == mergeRule && m.mine.kind == listKind:
		entries := []any{d.part(m, quiet)}
		for !quiet && d.IntN(3) == 0 {
			entries = append(entries, d.part(m, false))
		}
		return entries
	case m.rule == mergeRule && (m.record != nil || m.union != nil):
		return d.part(m, quiet)
	}
	return d.value(m.mine, 1)
}

// part is what a merged member holds: an object, or a variant.
func (d drawing) part(m *memberRule, quiet bool) any {
	if m.union == nil {
		if m.record == nil {
			return d.strange()
		}
		return d.delta(m.record, m.key, quiet)
	}
	for {
		tag := pick(d, m.union.tags...)
		said := d.delta(m.union.variants[tag], m.key, quiet)
		if m.union.tags[d.turn(m, said)%len(m.union.tags)] == tag {
			return said
		}
		if d.rarely() {
			said[m.union.tag] = pick(d, tag, "unheard of")
			return said
		}
	}
}

// turn says which variant belongs to the key of an entry.
func (d drawing) turn(m *memberRule, said object) int {
	if len(m.key) == 0 {
		return d.lot
	}
	key, _ := m.keyOf(said, nil)
	return d.lot + int(key.number) + len(key.text)
}

// event is one of a stream, about one of two objects of a target.
func (d drawing) event(t *streamTable) object {
	target := &t.targets[d.IntN(len(t.targets))]
	a := pick(d, target.actions...)
	for d.IntN(4) != 0 && a.action != patchAction && a.action != createAction {
		a = pick(d, target.actions...)
	}
	where, value := target.object, d.value(target.shape, 1)
	if a.action == patchAction {
		where, value = target.delta, d.delta(a.rules, nil, d.IntN(4) != 0)
	}
	event := t.event(a.tag, where, value)
	if target.hasID && !d.rarely() {
		put(event, target.id, pick(d, "one", "two"))
	}
	if d.IntN(200) == 0 {
		event[t.tag] = pick(d, append(append([]string{"unheard of"}, t.end...), t.error...)...)
	}
	return event
}
