package specloom

// slotOf is a member of an object, with absence told from null.
type slotOf struct {
	value any
	there bool
}

func memberOf(members object, name string) slotOf {
	value, there := members[name]
	return slotOf{value, there}
}

func (s slotOf) same(other slotOf) bool {
	return s.there == other.there && equal(s.value, other.value)
}

// diff is the smallest delta that leads from one snapshot to another.
func (r *recordRules) diff(before, after object, at *place) (object, *DeltaError) {
	said := object{}
	grows := map[string]bool{}
	names := map[string]bool{}
	for i := range r.members {
		m := &r.members[i]
		names[m.member] = true
		if m.rule == skipRule || m.path != nil {
			continue
		}
		grows[m.into] = true
		part, fault := m.diff(memberOf(before, m.into), memberOf(after, m.into), at.member(m.into))
		switch {
		case fault != nil:
			return nil, fault
		case part.there:
			said[m.member] = part.value
		case m.required && (m.rule == appendRule || m.rule == mergeRule):
			said[m.member] = m.nothing()
		}
	}
	all := map[string]bool{}
	for name := range before {
		all[name] = true
	}
	for name := range after {
		all[name] = true
	}
	for _, name := range sorted(all) {
		if grows[name] {
			continue
		}
		part, fault := diffOther(memberOf(before, name), memberOf(after, name), at.member(name))
		if fault != nil {
			return nil, fault
		}
		if part.there {
			if names[name] {
				return nil, refuse(CodeInexpressible, at, name)
			}
			said[name] = part.value
		}
	}
	return said, nil
}

func (m *memberRule) nothing() any {
	switch {
	case m.mine.kind == listKind:
		return []any{}
	case m.rule == mergeRule:
		return object{}
	}
	return ""
}

// diffOther is the value of a member that deltas do not declare.
func diffOther(before, after slotOf, at *place) (slotOf, *DeltaError) {
	if before.same(after) {
		return slotOf{}, nil
	}
	if !after.there || after.value == nil && before.there {
		return slotOf{}, refuse(CodeInexpressible, at)
	}
	return after, nil
}

func (m *memberRule) diff(before, after slotOf, at *place) (slotOf, *DeltaError) {
	if before.same(after) {
		return slotOf{}, nil
	}
	fault := refuse(CodeInexpressible, at)
	if !after.there {
		if m.null == removeNull {
			return slotOf{nil, true}, nil
		}
		return slotOf{}, fault
	}
	if after.value == nil {
		if !m.mine.takesNull() || m.null == keepNull && before.there || m.null == removeNull {
			return slotOf{}, fault
		}
		return after, nil
	}
	if !m.mine.fits(after.value) {
		return slotOf{}, fault
	}
	switch m.rule {
	case mergeRule:
		return m.diffParts(before.value, after.value, at)
	case appendRule:
		return diffAppended(before.value, after.value, fault)
	case sumRule:
		if one, ok := before.value.(number); ok {
			return slotOf{after.value.(number).plus(one, true), true}, nil
		}
	case onceRule:
		if before.value != nil && before.value != "" {
			return slotOf{}, fault
		}
	}
	return after, nil
}

func diffAppended(before, after any, fault *DeltaError) (slotOf, *DeltaError) {
	switch after := after.(type) {
	case string:
		start, ok := before.(string)
		if (ok || before == nil) && len(after) > len(start) && after[:len(start)] == start {
			return slotOf{after[len(start):], true}, nil
		}
	case []any:
		start, ok := before.([]any)
		if (ok || before == nil) && len(after) > len(start) && equal(after[:len(start)], append([]any{}, start...)) {
			return slotOf{after[len(start):], true}, nil
		}
	}
	return slotOf{}, fault
}

func (m *memberRule) diffParts(before, after any, at *place) (slotOf, *DeltaError) {
	var said any
	var fault *DeltaError
	empty := false
	switch after := after.(type) {
	case []any:
		items, ok := before.([]any)
		if !ok && before != nil {
			return slotOf{}, refuse(CodeInexpressible, at)
		}
		var entries []any
		entries, fault = m.diffEntries(items, after, at)
		said, empty = entries, len(entries) == 0
	case object:
		given, ok := before.(object)
		if !ok && before != nil {
			return slotOf{}, refuse(CodeInexpressible, at)
		}
		var members object
		if m.record == nil && m.union == nil {
			members, fault = m.diffOpen(given, after, at)
		} else {
			members, fault = m.diffObject(given, after, at)
		}
		said, empty = members, len(members) == 0
	}
	if fault == nil && empty {
		fault = refuse(CodeInexpressible, at)
	}
	return slotOf{said, true}, fault
}

// diffOpen is what an open object says; before is nil for a new one.
func (m *memberRule) diffOpen(before, after object, at *place) (object, *DeltaError) {
	if before == nil {
		before = object{}
		if m.theirs.kind == recordKind {
			before = m.theirs.complete(object{})
		}
	}
	said := object{}
	all := map[string]bool{}
	for name := range before {
		all[name] = true
	}
	for name := range after {
		all[name] = true
	}
	for _, name := range sorted(all) {
		part, fault := diffOther(memberOf(before, name), memberOf(after, name), at.member(name))
		if fault != nil {
			return nil, fault
		}
		if part.there {
			said[name] = part.value
		}
	}
	return said, nil
}

// diffObject is what an object or a tagged variant says; before is nil for a new one.
func (m *memberRule) diffObject(before, after object, at *place) (object, *DeltaError) {
	rules := m.record
	var tag any
	if m.union != nil {
		var there bool
		tag, there = after[m.union.tag]
		text, ok := tag.(string)
		rules = m.union.variants[text]
		was, had := before[m.union.tag]
		if !there || !ok || rules == nil || had && !equal(was, tag) {
			return nil, refuse(CodeInexpressible, at, m.union.tag)
		}
	}
	if before == nil {
		before = rules.snapshot.complete(object{})
	}
	said, fault := rules.diff(before, after, at)
	if fault == nil && m.union != nil {
		if _, there := said[m.union.tag]; !there {
			said[m.union.tag] = tag
		}
	}
	return said, fault
}

// diffEntries is what a list says: its entries that changed, each with its key.
func (m *memberRule) diffEntries(before, after []any, at *place) ([]any, *DeltaError) {
	was, now := &keyed{rules: m}, &keyed{rules: m}
	for i, one := range m.given(before) {
		was.insert(i, one)
	}
	for i, one := range m.given(after) {
		now.insert(i, one)
	}
	said := []any{}
	for position, other := range now.entries {
		here := at.item(position)
		index, there := was.find(other)
		if there && equal(was.entries[index].slot, other.slot) {
			continue
		}
		next, ok := other.slot.(object)
		var last object
		if there {
			var good bool
			last, good = was.entries[index].slot.(object)
			ok = ok && good
		}
		if !ok {
			return nil, refuse(CodeInexpressible, here)
		}
		members, fault := m.diffObject(last, next, here)
		if fault != nil {
			return nil, fault
		}
		if _, has := members[m.key[0]]; !has {
			members[m.key[0]] = other.key()
		}
		said = append(said, members)
	}
	for position, one := range was.entries {
		if _, there := now.find(one); !there {
			return nil, refuse(CodeInexpressible, at.item(position))
		}
	}
	return said, nil
}
