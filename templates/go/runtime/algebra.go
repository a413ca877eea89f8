package specloom

// compose gives one delta that does what deltas do in a row, as a slot in normal form.
func compose(rules *recordRules, deltas []any) (any, *DeltaError) {
	whole := living{root: &grown{members: object{}}}
	f := fold{strict: true, mirror: true}
	for i, delta := range deltas {
		if fault := f.push(&whole, rules.mirror(), delta); fault != nil {
			fault.Index = i
			return nil, fault
		}
	}
	return spell(whole.root), nil
}

// --- chunk -----------------------------------------------------------------------------------------------

// growing is an appended text in a delta: the rest of it, and how a delta with a piece of it looks.
type growing struct {
	rest string
	wrap func(piece string) object
}

// chunk gives deltas that do in a row what one does, each text in them no longer than size code points.
func chunk(rules *recordRules, delta any, size int) ([]any, *DeltaError) {
	composed, fault := compose(rules, []any{delta})
	if fault != nil {
		return nil, fault
	}
	whole := composed.(object)
	var texts []growing
	cutTexts(rules, whole, max(size, 1), func(inner object) object { return inner }, &texts)
	pieces := []any{whole}
	for _, text := range texts {
		for rest := text.rest; rest != ""; {
			var piece string
			piece, rest = cut(rest, max(size, 1))
			pieces = append(pieces, text.wrap(piece))
		}
	}
	return pieces, nil
}

func cutTexts(rules *recordRules, delta object, size int, wrap func(object) object, found *[]growing) {
	for i := range rules.members {
		m := &rules.members[i]
		value := delta[m.member]
		name := m.member
		if text, ok := value.(string); ok && m.rule == appendRule {
			first, rest := cut(text, size)
			delta[name] = first
			*found = append(*found, growing{rest, func(piece string) object { return wrap(object{name: piece}) }})
		}
		if m.rule != mergeRule {
			continue
		}
		switch value := value.(type) {
		case object:
			m.cutPart(value, size, func(inner object) object { return wrap(object{name: inner}) }, found)
		case []any:
			for _, item := range value {
				if part, ok := item.(object); ok {
					m.cutPart(part, size, func(inner object) object { return wrap(object{name: []any{inner}}) }, found)
				}
			}
		}
	}
}

func (m *memberRule) cutPart(part object, size int, wrap func(object) object, found *[]growing) {
	rules, kept := m.record, m.key
	if m.union != nil {
		tag, _ := part[m.union.tag].(string)
		rules = m.union.variants[tag]
		kept = append(append([]string{}, m.key...), m.union.tag)
	}
	if rules == nil {
		return
	}
	cutTexts(rules, part, size, func(inner object) object {
		for _, name := range kept {
			if value, there := part[name]; there {
				inner[name] = value
			}
		}
		return wrap(inner)
	}, found)
}

// --- gaps ------------------------------------------------------------------------------------------------

// gaps lists the dense lists whose keys are not 0 to n - 1, as pointers into the snapshot.
func (r *recordRules) gaps(slot any, at *place, found []string) []string {
	g, ok := slot.(*grown)
	if !ok {
		return found
	}
	for i := range r.members {
		m := &r.members[i]
		if m.rule != mergeRule || m.path != nil {
			continue
		}
		here := at.member(m.into)
		switch part := g.members[m.into].(type) {
		case *grown:
			found = m.gapsInside(part, here, found)
		case *keyed:
			if m.dense && part.hasGap() {
				found = append(found, here.pointer())
			}
			for position := range part.entries {
				found = m.gapsInside(part.entries[position].slot, here.item(position), found)
			}
		}
	}
	return found
}

func (m *memberRule) gapsInside(slot any, at *place, found []string) []string {
	rules := m.record
	if g, ok := slot.(*grown); ok && m.union != nil {
		tag, _ := g.members[m.union.tag].(string)
		rules = m.union.variants[tag]
	}
	if rules == nil {
		return found
	}
	return rules.gaps(slot, at, found)
}
