package specloom

// fold applies deltas to slots. Every change is in the journal, so that a delta can be undone wholly (strict)
// or in part (lenient).
type fold struct {
	strict  bool
	mirror  bool // deltas act on deltas: what does nothing leaves nothing
	journal []change
	notes   []*DeltaError
	created []string // pointers of new entries, if watched
	texts   []grownText
	dirty   []dirtyEntry
	watched bool
	raws    []rawText
}

// push applies one delta to an object: wholly or, in strict mode, not at all.
func (f *fold) push(l *living, rules *recordRules, delta any) *DeltaError {
	f.journal, f.notes, f.created = f.journal[:0], nil, nil
	f.texts, f.dirty = f.texts[:0], f.dirty[:0]
	l.forget()
	members, ok := delta.(object)
	fault := refuse(CodeInvalidType, nil)
	if ok {
		fault = f.record(rules, l.root, members, nil)
	}
	if fault == nil {
		if l.shown != nil && !f.follow(l.shown) {
			l.hide()
		}
		return nil
	}
	f.undo(0)
	f.created, f.texts, f.dirty = nil, f.texts[:0], f.dirty[:0]
	if f.strict {
		return fault
	}
	f.notes = append(f.notes, fault)
	return nil
}

func isConflict(fault *DeltaError) bool {
	return fault.Code == CodeConflict || fault.Code == CodeVariantConflict
}

// --- objects ---------------------------------------------------------------------------------------------

func (f *fold) record(rules *recordRules, g *grown, delta object, at *place) *DeltaError {
	seen := 0
	for i := range rules.members {
		m := &rules.members[i]
		value, there := delta[m.member]
		if !there {
			continue
		}
		seen++
		if m.rule == skipRule {
			continue
		}
		mark, made, grew, dirty := len(f.journal), len(f.created), len(f.texts), len(f.dirty)
		here := at.member(m.member)
		here.shown = m.into
		var fault *DeltaError
		if m.path != nil {
			fault = f.reach(m, g, delta, value, here)
		} else {
			fault = f.member(m, g, value, here)
		}
		if fault != nil {
			if f.strict || here.entry && isConflict(fault) {
				return fault
			}
			f.undo(mark)
			f.created, f.texts, f.dirty = f.created[:made], f.texts[:grew], f.dirty[:dirty]
			f.notes = append(f.notes, fault)
		}
		if f.mirror && m.required && (m.rule == appendRule || m.rule == mergeRule) {
			if _, after := g.members[m.into]; !after && value != nil && m.mine.fits(value) {
				f.set(g.members, m.into, nothing(value))
			}
		}
	}
	if seen == len(delta) {
		return nil
	}
	for name, value := range delta {
		if !rules.taken[name] {
			f.overwrite(g.members, name, value)
		}
	}
	return nil
}

// nothing is what says nothing, of the kind of a value.
func nothing(value any) any {
	switch value.(type) {
	case string:
		return ""
	case []any:
		return []any{}
	}
	return object{}
}

// overwrite replaces a member that nothing declares; null only where there was nothing.
func (f *fold) overwrite(members object, name string, value any) {
	if _, there := members[name]; value != nil || !there {
		f.set(members, name, value)
	}
}

// lift gives a given slot as an object that deltas act on, nil if it is none.
func lift(slot any) *grown {
	switch slot := slot.(type) {
	case *grown:
		return slot
	case object:
		return &grown{members: slot}
	}
	return nil
}

// member applies one member: null first, then the value's type, then what does nothing, the state, the rule.
func (f *fold) member(m *memberRule, g *grown, value any, at *place) *DeltaError {
	slot, there := g.members[m.into]
	if value == nil {
		if !m.mine.takesNull() {
			return refuse(CodeInvalidType, at)
		}
		switch {
		case m.null == removeNull:
			f.drop(g.members, m.into)
		case m.null == setNull || !there:
			f.set(g.members, m.into, nil)
		}
		return nil
	}
	if !m.mine.fits(value) {
		return refuse(CodeInvalidType, at)
	}
	if text, ok := value.(string); ok && m.raw && !f.mirror {
		f.gatherRaw(g, m.into, text, at)
		return nil
	}
	if m.rule == appendRule && isEmpty(value) {
		return nil
	}
	if m.rule != mergeRule && m.rule != replaceRule && slot != nil && !m.theirs.fits(slot) {
		return refuse(CodeInvalidType, at)
	}
	switch m.rule {
	case appendRule:
		f.append(g, m.into, slot, value, at)
	case onceRule:
		return f.once(g, m.into, slot, value, at)
	case sumRule:
		if before, ok := slot.(number); ok {
			value = before.plus(value.(number), false)
		}
		f.set(g.members, m.into, value)
	case mergeRule:
		return f.parts(m, g, slot, value, at)
	default:
		f.set(g.members, m.into, value)
	}
	return nil
}

func isEmpty(value any) bool {
	switch value := value.(type) {
	case string:
		return value == ""
	case []any:
		return len(value) == 0
	case object:
		return len(value) == 0
	}
	return false
}

func (f *fold) append(g *grown, name string, slot, value any, at *place) {
	switch value := value.(type) {
	case []any:
		before, _ := slot.([]any)
		f.set(g.members, name, append(before[:len(before):len(before)], value...))
	case string:
		text, ok := slot.(*gathered)
		if !ok {
			before, _ := slot.(string)
			text = gather(before)
			f.set(g.members, name, text)
		}
		f.journal = append(f.journal, change{text: text, length: len(text.text())})
		if met := join(text.text(), value); met != 0 { // the step back must bring the half back
			f.journal[len(f.journal)-1] = change{members: g.members, name: name, before: gather(text.text()), was: true}
		}
		text.append(value)
		f.texts = append(f.texts, grownText{at, text, value})
	}
}

func (f *fold) once(g *grown, name string, slot, value any, at *place) *DeltaError {
	if slot == nil || slot == "" {
		f.set(g.members, name, value)
	} else if value != "" && !equal(plain(slot), value) {
		return refuse(CodeConflict, at)
	}
	return nil
}

// parts applies a value that is merged. What says nothing makes nothing.
func (f *fold) parts(m *memberRule, g *grown, slot, value any, at *place) *DeltaError {
	if isEmpty(value) {
		return nil
	}
	if items, ok := value.([]any); ok {
		return f.entries(m, g, slot, items, at)
	}
	delta := value.(object)
	if slot == nil {
		made := &grown{members: object{}}
		var fault *DeltaError
		if m.record == nil && m.union == nil {
			if m.theirs.kind == recordKind {
				made.made = m.theirs
			}
			fault = f.open(m, made, delta, at)
		} else {
			fault = f.object(m.record, m.union, made, true, delta, nil, at)
		}
		if fault == nil && (m.union != nil || f.saysSomething(made)) {
			f.set(g.members, m.into, made)
		}
		return fault
	}
	given := lift(slot)
	if given == nil {
		return refuse(CodeInvalidType, at)
	}
	if slot != any(given) {
		f.set(g.members, m.into, given)
	}
	if m.record == nil && m.union == nil {
		return f.open(m, given, delta, at)
	}
	return f.object(m.record, m.union, given, false, delta, nil, at)
}

// saysSomething tells whether a new object is more than completion makes of an empty one.
func (f *fold) saysSomething(made *grown) bool {
	return !equal(view(made), view(&grown{members: object{}, made: made.made}))
}

// object applies a delta of a record or of a tagged variant; keys are its address in a list.
func (f *fold) object(
	record *recordRules, union *unionRules, g *grown, isNew bool, delta object, keys []string, at *place,
) *DeltaError {
	if union == nil {
		if isNew {
			g.made = record.snapshot
		}
		return f.record(record, g, delta, at)
	}
	value, there := delta[union.tag]
	if !there {
		return refuse(CodeMissingDiscriminator, at, union.tag)
	}
	tag, ok := value.(string)
	if !ok {
		return refuse(CodeInvalidType, at, union.tag)
	}
	if before, has := g.members[union.tag]; has && !equal(plain(before), tag) {
		return refuse(CodeVariantConflict, at, union.tag)
	}
	if known, ok := union.variants[tag]; ok {
		if isNew {
			g.made = known.snapshot
		}
		return f.record(known, g, delta, at)
	}
	fault := refuse(CodeUnknownVariant, at, union.tag)
	if f.strict {
		return fault
	}
	f.notes = append(f.notes, fault)
	for name, part := range delta {
		if !contains(keys, name) {
			f.overwrite(g.members, name, part)
		}
	}
	return nil
}

func contains(names []string, name string) bool {
	for _, one := range names {
		if one == name {
			return true
		}
	}
	return false
}

// open applies a delta of an open object: each member is replaced.
func (f *fold) open(m *memberRule, g *grown, delta object, at *place) *DeltaError {
	for _, name := range sorted(delta) {
		value := delta[name]
		inner := m.mine.inner
		if value == nil && inner.takesNull() || value != nil && inner.fits(value) {
			f.overwrite(g.members, name, value)
			continue
		}
		fault := refuse(CodeInvalidType, at, name)
		if f.strict {
			return fault
		}
		f.notes = append(f.notes, fault)
	}
	return nil
}
