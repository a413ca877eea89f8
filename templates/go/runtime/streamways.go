package specloom

// patch is a typed event whose delta goes a short way: to which object, by which rules.
type patch struct {
	target  int
	tag, id string
	rules   *recordRules
	piece   string
}

// pushTyped takes an event in its type.
func (g *gathering) pushTyped(event any) (change StreamChange, err error) {
	if g.growBy(event, &change) {
		return change, nil
	}
	value, err := toValue(event)
	if err != nil {
		return StreamChange{}, err
	}
	return g.push(value)
}

// pushJSON takes an event as JSON text.
func (g *gathering) pushJSON(data []byte) (change StreamChange, err error) {
	if event, err := g.table.read(data); err == nil {
		if g.growBy(event, &change) {
			return change, nil
		}
	}
	value, err := parse(data)
	if err != nil {
		return StreamChange{}, err
	}
	return g.push(value)
}

// pushSent takes an event as it came.
func (g *gathering) pushSent(sent ServerSentEvent) (change StreamChange, err error) {
	if event, err := g.table.read(g.table.jsonOf(sent)); err == nil {
		if g.growBy(event, &change) {
			return change, nil
		}
	}
	return g.push(g.table.eventOf(sent))
}

// growBy takes the short way, if the delta of an event goes it.
func (g *gathering) growBy(event any, change *StreamChange) bool {
	w, last := g.way.begin(), g.last
	g.last = nil
	p, ok := g.table.patchOf(event, w)
	if !ok || g.done {
		return false
	}
	c, one := g.courses[p.target], last
	if last == nil || last.id != p.id || g.lastOf != c {
		one = c.byID[p.id]
	}
	if one == nil || one.closed {
		return false
	}
	isThere := w.same && one == last && one.last.text != nil
	if !isThere && !one.reach(p.rules, w) {
		return false
	}
	g.last, g.lastOf = one, c
	g.count++
	change.Event, change.Target, change.ID = p.tag, c.table.name, p.id
	if p.piece != "" {
		one.grow(p.piece)
		change.Appended = []Appended{{one.pointer(p.rules, w), p.piece}}
	}
	return true
}
