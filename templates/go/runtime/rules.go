package specloom

type rule uint8

const (
	appendRule rule = iota
	replaceRule
	onceRule
	mergeRule
	sumRule
	skipRule
)

type nullRule uint8

const (
	keepNull nullRule = iota
	setNull
	removeNull
)

// memberRule says how one member of a delta acts on its snapshot.
type memberRule struct {
	member, into string
	rule         rule
	null         nullRule
	key          []string
	textKey      bool
	ownKey       bool // the snapshot's items declare the key
	dense        bool
	mine, theirs *shape
	record       *recordRules // mergeRule on an object, or on a list of objects
	union        *unionRules  // the same for a tagged union
	required     bool
	path         []pathStep // where in the snapshot it acts, if it carries an address
	raw          bool       // the snapshot holds the parsed value of the text gathered
}

// pathStep is a member of the snapshot, or an entry under the key that a member of the delta holds.
type pathStep struct {
	name  string
	entry bool
}

// recordRules say how a delta record acts on a snapshot record.
type recordRules struct {
	delta    *shape
	snapshot *shape
	members  []memberRule
	taken    map[string]bool // names that have a place, in the delta or in the snapshot
	mirrored *recordRules
}

type unionRules struct {
	tag      string
	tags     []string // in the order of the delta's variants
	variants map[string]*recordRules
	mirrored *unionRules
}

// settle fills in what follows from the rest.
func (r *recordRules) settle() {
	r.taken = map[string]bool{}
	for _, m := range r.members {
		r.taken[m.member] = true
		if m.into != "" {
			r.taken[m.into] = true
		}
	}
}

// mirror gives the rules of a delta on itself: the way deltas are composed.
func (r *recordRules) mirror() *recordRules {
	if r.mirrored != nil {
		return r.mirrored
	}
	turned := &recordRules{delta: r.delta, snapshot: r.delta, members: make([]memberRule, len(r.members))}
	r.mirrored = turned
	for i, m := range r.members {
		m.into, m.theirs = m.member, m.mine
		if m.null == removeNull {
			m.null = setNull
		}
		if m.record != nil {
			m.record = m.record.mirror()
		}
		if m.union != nil {
			m.union = m.union.mirror()
		}
		turned.members[i] = m
	}
	turned.settle()
	return turned
}

func (u *unionRules) mirror() *unionRules {
	if u.mirrored != nil {
		return u.mirrored
	}
	turned := &unionRules{tag: u.tag, tags: u.tags, variants: map[string]*recordRules{}}
	u.mirrored = turned
	for tag, record := range u.variants {
		turned.variants[tag] = record.mirror()
	}
	return turned
}
